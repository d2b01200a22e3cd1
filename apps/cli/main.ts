#!/usr/bin/env node
/**
 * The command line. Each command loads its code when it is called. Exit codes: 0 yes, 1 no, 2 could not tell, which includes wrong usage; `certwright openssl`
 * keeps the exit codes of openssl.
 */
import { Command, CommanderError } from 'commander';
import { PkiError } from '../../lib/index.ts';
import { CliFailure, say } from './talk.ts';

const program = new Command('certwright')
  .description('X.509 certificates without OpenSSL: make them, judge them, and decide logins as a PostgreSQL server does')
  .enablePositionalOptions()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`certwright: ${text.replace(/^error: /, '')}`) })
  .showHelpAfterError('(certwright --help tells more)');

program
  .command('demo')
  .description(
    "make the certificates of the PostgreSQL manual's chapter on TLS, decide logins with them, and ask a real server if there is one",
  )
  .option('--no-server', 'keep to our own decisions, do not start a PostgreSQL server')
  .option('--json', 'print the decisions as JSON')
  .addHelpText('after', '\nExamples:\n  certwright demo\n  certwright demo --no-server --json')
  .action(async (options: { readonly server: boolean; readonly json?: true }) => {
    const { runDemo } = await import('./demo/run.ts');
    process.exitCode = await runDemo({ server: options.server, json: options.json === true });
  });

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

await main();
