#!/usr/bin/env node
/**
 * The command line. Each command loads its code when it is called. Exit codes: 0 yes, 1 no, 2 could not tell, which includes wrong usage; `certwright openssl`
 * keeps the exit codes of openssl.
 */
import { Command, CommanderError } from 'commander';
import { PkiError } from '../../lib/index.ts';
import { addPgCommands } from './pg/commands.ts';
import { CliFailure, say } from './talk.ts';
import { type VerifyOptions, withVerifyOptions } from './verify-options.ts';

const program = new Command('certwright')
  .description('X.509 certificates without OpenSSL: make them, judge them, and decide logins as a PostgreSQL server does')
  // As in package.json; test/package compares.
  .version('0.1.0')
  .enablePositionalOptions()
  .exitOverride()
  .configureOutput({ outputError: (text) => say(`${oneLine(text)} (certwright --help tells more)`) });

program
  .command('demo')
  .description(
    "make the certificates of the PostgreSQL manual's chapter on TLS, decide logins with them, and ask a real server if there is one",
  )
  .option('--no-server', 'keep to our own decisions, do not start a PostgreSQL server')
  .option('--explain', 'print every step of every decision below the table')
  .option('--json', 'print the decisions as JSON')
  .addHelpText('after', '\nExamples:\n  certwright demo\n  certwright demo --no-server --json')
  .action(async (options: { readonly server: boolean; readonly json?: true; readonly explain?: true }) => {
    const { runDemo } = await import('./demo/run.ts');
    process.exitCode = await runDemo({ server: options.server, json: options.json === true, explain: options.explain === true });
  });

withVerifyOptions(
  program.command('verify').description('judge a certificate and its chain by RFC 5280; exit code 0 good, 1 not good, 2 could not tell'),
).action(async (file: string, options: VerifyOptions) => {
  const { runVerify, withAsciiHosts } = await import('./verify.ts');
  process.exitCode = runVerify(file, await withAsciiHosts(options));
});

program
  .command('vectors')
  .description('run published test vectors; exit code 0 none failed, 1 some failed, 2 could not tell')
  .argument('<suite>', 'which suite, such as wycheproof')
  .argument('<path>', 'a file, or a folder with its files')
  .option('--public-suffixes <file>', 'the list of publicsuffix.org, below whose suffixes the suite limbo lets no wildcard stand')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  certwright vectors wycheproof corpora/wycheproof\n  certwright vectors boringssl-signed-data corpora/boringssl --json',
  )
  .action(async (suite: string, path: string, options: { readonly json?: true; readonly publicSuffixes?: string }) => {
    const { runVectors } = await import('./vectors.ts');
    process.exitCode = await runVectors(suite, path, { json: options.json === true, publicSuffixes: options.publicSuffixes });
  });

program
  .command('openssl')
  .description(
    "openssl's own command lines for keys, certificates, requests, CRLs and PKCS #12: req, x509, ca, verify, genpkey, pkcs12, …; help lists them all",
  )
  .allowUnknownOption()
  .helpOption(false)
  .passThroughOptions()
  .argument('[words...]', 'a command of openssl and its options')
  .action(async (words: readonly string[]) => {
    const { runOpenssl } = await import('./openssl.ts');
    process.exitCode = await runOpenssl(words);
  });

addPgCommands(
  program
    .command('pg')
    .description(
      'what concerns a PostgreSQL server: decide logins, examine its TLS set-up, make certificates for it, renew and revoke them',
    ),
);

/** Commander's message without its prefix and line ends. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Says what went wrong in one line, where commander has not said it already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliFailure) {
    say(error.message);
    return error.exitCode;
  }
  if (error instanceof PkiError) {
    say(`${error.code}: ${error.message}`);
    return 2;
  }
  say(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 2;
}

// Whoever reads our output may have seen enough, as head(1) does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  say(`cannot write to standard output: ${error.code ?? error.message}`);
  process.exit(2);
});

await main();
