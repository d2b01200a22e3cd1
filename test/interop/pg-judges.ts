/** The other judges of the differential test: the command `openssl verify`, which names error and depth, and what a server's log and alerts tell. */
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerAnswer } from '../../apps/cli/demo/logins.ts';
import type { Decision, FileProblem, LoginInput } from '../../lib/postgres/index.ts';
import { verifyErrorWords, type VerifyErrorCode } from '../../lib/openssl-verify/index.ts';

/** OpenSSL's opinion about a chain: `ok`, or the first error as `number at depth`, and all it said. */
export interface Opinion {
  readonly short: string;
  readonly talk: string;
}

/** Asks the command about a chain as a server's TLS would: trusted certificates and CRLs lie in one store, every certificate is looked up in a CRL. */
export function askOpenssl(folder: string, { ca, crl, crlDir, chain, securityLevel = 2 }: LoginInput): Opinion {
  const [leaf = '', ...rest] = String(chain).split(/(?<=-----END [A-Z ]+-----\n)/);
  writeFileSync(join(folder, 'judge-store.pem'), `${String(ca)}\n${String(crl ?? '')}`);
  writeFileSync(join(folder, 'judge-leaf.pem'), leaf);
  writeFileSync(join(folder, 'judge-sent.pem'), rest.join(''));
  const words = `verify -purpose sslclient -auth_level ${securityLevel} -no-CAstore -CAfile judge-store.pem`.split(' ');
  if (crlDir !== null && crlDir !== undefined) {
    rmSync(join(folder, 'judge-folder'), { recursive: true, force: true });
    mkdirSync(join(folder, 'judge-folder'));
    for (const [name, text] of Object.entries(crlDir)) writeFileSync(join(folder, 'judge-folder', name), text);
    words.push('-CApath', 'judge-folder');
  } else words.push('-no-CApath');
  if ((crl ?? crlDir ?? null) !== null) words.push('-crl_check_all');
  if (rest.join('') !== '') words.push('-untrusted', 'judge-sent.pem');
  const { status, stdout, stderr } = spawnSync('openssl', [...words, 'judge-leaf.pem'], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
  const talk = `${stdout}${stderr}`.trim();
  const first = /^error (\d+) at (-?\d+) depth lookup/m.exec(talk);
  return { short: status === 0 ? 'ok' : first === null ? 'unreadable' : `${first[1]} at ${first[2]}`, talk };
}

/** Our judgement on the chain in the same words; undefined where no chain was judged. */
export function ownOpinion({ steps }: Decision): string | undefined {
  const step = steps.find((one) => one.step === 'chain');
  if (step === undefined || step.ok) return step === undefined ? undefined : 'ok';
  if (step.reason === 'leaf-undecodable') return 'unreadable';
  return `${verifyErrorWords(step.reason as VerifyErrorCode).number} at ${step.depth}`;
}

/** Alerts that OpenSSL 3.0 sends for a refused chain (statem_lib.c: ssl_x509err2alert), in the words of the client's OpenSSL. */
const ALERTS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:cert-has-expired|crl-has-expired)$/, /certificate expired/],
  [/^cert-revoked$/, /certificate revoked/],
  [/^invalid-purpose$/, /unsupported certificate/],
  [/^(?:cert|crl)-signature-failure$/, /decrypt error/],
  [/^unable-to-(?:get|verify)-|^invalid-ca$|self-signed|^path-length-exceeded$|^cert-chain-too-long$/, /unknown ca/],
  [/-too-small$|^ca-md-too-weak$|-not-yet-valid$|^ec-key-|^cert-rejected$|^error-in-|^unable-to-decode-/, /bad certificate/],
];

/** What a client sees that was refused before the alert came: its own writing failed. */
const NO_ALERT = /SYSCALL|closed the connection/;

/** Whether what the client saw can come from this reason. */
export function fitsAlert(reason: string, { clientTalk }: ServerAnswer): boolean {
  const [, words] = ALERTS.find(([pattern]) => pattern.test(reason)) ?? [undefined, /certificate unknown/];
  return NO_ALERT.test(clientTalk) || words.test(clientTalk);
}

/** The client's own libpq did not send its certificate. */
export function isClientRefusal({ clientTalk }: ServerAnswer): boolean {
  return /could not (?:read certificate|load private key) file/.test(clientTalk);
}

/** The files that the server says it refused, with the lines of those that it names. */
export function refusedFiles(log: readonly string[]): string[] {
  const files: readonly (readonly [RegExp, string])[] = [
    [/pg_hba\.conf was not reloaded/, 'pg_hba.conf'],
    [/pg_ident\.conf was not reloaded/, 'pg_ident.conf'],
    [/could not load root certificate file/, 'ssl_ca_file'],
    [/could not load SSL certificate revocation list file/, 'ssl_crl_file'],
  ];
  const refused = files.flatMap(([pattern, file]) => (log.some((line) => pattern.test(line)) ? [file] : []));
  const lines = log.flatMap((line) => {
    const numbers = [
      /line (\d+) of configuration file ".*\/(pg_hba|pg_ident)\.conf"/,
      /in file ".*\/(pg_ident)\.conf" at end of line (\d+)/,
    ];
    const [first, second] = numbers.map((pattern) => pattern.exec(line));
    if (first !== null && first !== undefined) return [`${first[2]}.conf:${first[1]}`];
    return second === null || second === undefined ? [] : [`${second[1]}.conf:${second[2]}`];
  });
  return [...refused, ...new Set(lines)];
}

/** Ours in the same words; lines of problems that the server names without one are left out. */
export function problemFiles({ steps }: Decision): string[] {
  const problems: readonly FileProblem[] = steps.flatMap((step) => (step.step === 'files' ? step.problems : []));
  const lines = problems.flatMap(({ file, line, code }) => (file.startsWith('pg_') && !UNLOGGED.includes(code) ? [`${file}:${line}`] : []));
  return [...new Set(problems.map(({ file }) => file)), ...new Set(lines)];
}

/** Problems that PostgreSQL 15 logs without a line. */
const UNLOGGED: readonly string[] = ['included-file-missing', 'invalid-regex', 'no-entries'];
