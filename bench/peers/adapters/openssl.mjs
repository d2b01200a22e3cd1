/** OpenSSL's command: `openssl verify`, for x509-limbo with -x509_strict, without which it lets more through; PKITS has certificates that break its strict rules. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const name = 'OpenSSL verify';
export const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.split(' ')[1];
export const ownHostNames = true;

const pem = (label, ders) =>
  ders.map((der) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`).join('');

const run = (words, cwd) => new Promise((resolve) => void execFile('openssl', words, { cwd }, (error) => resolve(error === null)));

async function withFiles(files, body) {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  try {
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function parse(der) {
  const read = await withFiles({ 'a.der': der }, (folder) => run(['x509', '-inform', 'DER', '-in', 'a.der', '-noout'], folder));
  if (!read) throw new Error('it does not read the certificate');
}

const PURPOSES = { serverAuth: 'sslserver', clientAuth: 'sslclient', emailProtection: 'smimesign', timeStamping: 'timestampsign' };
const PEERS = { dns: '-verify_hostname', ip: '-verify_ip', email: '-verify_email' };

export function judge({ suite, leaf, intermediates, anchors, crls, at, revocation, purposes, peers, maxDepth, policies, profile, server }) {
  const words = [
    'verify',
    ...(suite === 'limbo' ? ['-x509_strict'] : []),
    '-no-CApath',
    '-no-CAstore',
    '-partial_chain',
    '-attime',
    String(Math.floor(at / 1000)),
  ];
  words.push('-CAfile', 'anchors.pem', ...(intermediates.length > 0 ? ['-untrusted', 'pool.pem'] : []));
  if (crls.length > 0 || revocation) words.push('-crl_check_all', '-extended_crl', '-use_deltas', '-CRLfile', 'crls.pem');
  const [purpose = profile === 'webpki' ? (server ? 'serverAuth' : 'clientAuth') : undefined] = purposes;
  if (PURPOSES[purpose]) words.push('-purpose', PURPOSES[purpose]);
  for (const { kind, value } of peers) words.push(PEERS[kind], value);
  if (maxDepth !== null) words.push('-verify_depth', String(maxDepth));
  if (policies) {
    words.push('-policy_check', ...policies.initial.flatMap((policy) => ['-policy', policy]));
    if (policies.requireExplicit) words.push('-explicit_policy');
    if (policies.inhibitMapping) words.push('-inhibit_map');
    if (policies.inhibitAny) words.push('-inhibit_any');
  }
  const files = {
    'leaf.pem': pem('CERTIFICATE', [leaf]),
    'pool.pem': pem('CERTIFICATE', intermediates),
    'anchors.pem': pem('CERTIFICATE', anchors),
    'crls.pem': pem('X509 CRL', crls),
  };
  return withFiles(files, (folder) => run([...words, 'leaf.pem'], folder));
}
