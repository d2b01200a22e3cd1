/** The judges of the differential test: certwright, OpenSSL's command and pyca's verifier, each told the same trial. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyChain } from '../../lib/api/verify.ts';
import { encodePem } from '../../lib/asn1/pem.ts';
import type { PeerName } from '../../lib/path/inputs.ts';
import type { Finding, Verdict } from '../../lib/path/types.ts';
import type { Opinion, Trial, TrialInput } from './path-trial.ts';

/** Processes at once, and what one of them may take. */
const PROCESSES = 3;
const LIMIT = 280_000;

/** Certwright's opinion, by RFC 5280 and nothing else: `stops` lists codes. */
export function askCertwright({ input }: Trial): Opinion {
  const verdict = verifyChain({ ...input, profile: 'rfc5280' });
  return { accepted: verdict.ok, stops: codesOf(verdict) };
}

function codesOf(verdict: Verdict): string[][] {
  if (verdict.ok) return [];
  const codes = (findings: readonly Finding[]): string[] => [
    ...new Set(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
  ];
  const attempts = verdict.attempts.map(({ findings }) => codes(findings));
  return attempts.length > 0 ? attempts : [codes([verdict.reason])];
}

/** OpenSSL's opinions on trials, in their order. `stops` holds its error numbers and words. */
export async function askOpenssl(trials: readonly Trial[]): Promise<Opinion[]> {
  const folder = mkdtempSync(join(tmpdir(), 'certwright-differential-'));
  try {
    const commands = trials.map((trial, number) => commandOf(trial, folder, number));
    const shares = Array.from({ length: PROCESSES }, (_, share) => commands.filter((_command, number) => number % PROCESSES === share));
    await Promise.all(shares.map((share) => feed('sh', [], `cd '${folder}'\n${share.join('\n')}\n`)));
    return trials.map((_trial, number) => {
      const [talk, code] = [`${number}.out`, `${number}.code`].map((name) => readFileSync(join(folder, name), 'latin1')) as [
        string,
        string,
      ];
      const errors = [...talk.matchAll(/^error (\d+) at -?\d+ depth lookup: (.*)$/gm)].map(([, error, words]) => `${error} ${words}`);
      const accepted = code.trim() === '0';
      return { accepted, stops: accepted ? [] : [errors.length > 0 ? errors : [talk]] };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The peer that is demanded; there is at most one. */
function peerOf({ peer }: TrialInput): PeerName | undefined {
  return Array.isArray(peer) ? (peer[0] as PeerName | undefined) : (peer as PeerName | undefined);
}

const PURPOSES = { serverAuth: 'sslserver', clientAuth: 'sslclient', emailProtection: 'smimesign' };
const PEERS = { dns: '-verify_hostname', ip: '-verify_ip', email: '-verify_email' };

/** Writes a trial's files; gives the shell's line that judges them. */
function commandOf({ input }: Trial, folder: string, number: number): string {
  const { leaf, intermediates = [], anchors, crls, at, purpose, policies } = input;
  const write = (what: string, label: string, items: readonly { readonly der: Uint8Array }[]): string => {
    const name = `${number}.${what}`;
    writeFileSync(join(folder, name), items.map(({ der }) => encodePem(label, der)).join(''));
    return name;
  };
  const words = [
    '-x509_strict',
    '-no-CApath',
    '-no-CAstore',
    '-partial_chain',
    '-auth_level',
    '2',
    '-attime',
    String(Math.floor(at / 1000)),
  ];
  words.push(
    '-CAfile',
    write(
      'anchors',
      'CERTIFICATE',
      anchors.filter((anchor) => 'der' in anchor),
    ),
  );
  if (intermediates.length > 0) words.push('-untrusted', write('pool', 'CERTIFICATE', intermediates));
  if (crls !== undefined) words.push('-crl_check_all', '-extended_crl', '-use_deltas');
  if (crls !== undefined && crls.length > 0) words.push('-CRLfile', write('crls', 'X509 CRL', crls));
  if (purpose !== undefined) words.push('-purpose', PURPOSES[purpose as keyof typeof PURPOSES]);
  const peer = peerOf(input);
  if (peer !== undefined) words.push(PEERS[peer.kind as keyof typeof PEERS], peer.value);
  words.push('-policy_check', ...(policies?.initial ?? ['2.5.29.32.0']).flatMap((policy) => ['-policy', policy]));
  if (policies?.requireExplicit === true) words.push('-explicit_policy');
  if (policies?.inhibitMapping === true) words.push('-inhibit_map');
  if (policies?.inhibitAny === true) words.push('-inhibit_any');
  const line = ['openssl', 'verify', ...words, write('leaf', 'CERTIFICATE', [leaf])].map((word) => `'${word}'`).join(' ');
  return `${line} >${number}.out 2>&1; echo $? >${number}.code`;
}

/** The Python that has pyca's verifier: the one named in CERTWRIGHT_PYTHON, or python3. */
export const python: string = process.env['CERTWRIGHT_PYTHON'] ?? 'python3';

/** The version of pyca's library, or undefined where there is none with a verifier. */
export const pycaVersion: string | undefined = findPyca();

function findPyca(): string | undefined {
  const program = 'import cryptography; from cryptography.x509.verification import ClientVerifier; print(cryptography.__version__)';
  const { status, stdout } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Pyca's opinions on trials, in their order; undefined where its verifier cannot be asked: it knows servers by name, and clients. */
export async function askPyca(trials: readonly Trial[]): Promise<(Opinion | undefined)[]> {
  const pem = ({ der }: { readonly der: Uint8Array }): string => encodePem('CERTIFICATE', der);
  const lines = trials.map(({ input }) =>
    JSON.stringify({
      leaf: pem(input.leaf),
      intermediates: (input.intermediates ?? []).map(pem),
      anchors: input.anchors.filter((anchor) => 'der' in anchor).map(pem),
      at: input.at,
      purpose: input.purpose ?? null,
      peer: peerOf(input) ?? null,
    }),
  );
  const script = fileURLToPath(new URL('pyca_judge.py', import.meta.url));
  const answers = (await feed(python, ['-W', 'ignore', script], `${lines.join('\n')}\n`)).trimEnd().split('\n');
  if (answers.length !== trials.length) throw new Error(`pyca answered ${answers.length} of ${trials.length} times`);
  return answers.map((answer) => (JSON.parse(answer) as Opinion | null) ?? undefined);
}

/** Runs a program over its input. */
function feed(program: string, words: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], timeout: LIMIT });
    const output: Buffer[] = [];
    child.stdout.on('data', (octets: Buffer) => void output.push(octets));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(`${program} ended with ${code}`));
    });
    child.stdin.end(input);
  });
}
