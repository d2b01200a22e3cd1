/** CAs and their CRLs for logins at a real server, made by certwright and by OpenSSL, and the files of the server itself. */
import { SERVER_NAME } from '../../apps/cli/demo/story.ts';
import {
  type Certificate,
  createSigner,
  encodePem,
  encodePkcs8,
  generateKeyPair,
  loadPrivateKey,
  nameEquals,
  parseCertificates,
} from '../../lib/index.ts';
import { SERVER_AUTH } from '../../lib/oids/index.ts';
import { type CrlRecipe, DAY, make, type Made, makeCrl, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Workshop } from './openssl-tools.ts';

const NOW: number = Date.now();

/** A CA; `path` is it and those above it, its root last. */
export interface Authority extends Made {
  readonly path: readonly Authority[];
}

/** All CAs of a run. */
export interface Authorities {
  /** Those whose clients are accepted; in the order of the certificates they issue most. */
  readonly good: readonly Authority[];
  /** Those below a trusted root that something is wrong with. */
  readonly faulty: readonly Authority[];
  /** Root of certwright's making. */
  readonly root: Authority;
  /** Intermediate of OpenSSL's making. */
  readonly foreign: Authority;
  /** An intermediate that a CRL may revoke. */
  readonly open: Authority;
  /** A root nobody trusts that bears the name of `root`. */
  readonly stranger: Authority;
}

function authority(recipe: Recipe, issuer?: Authority): Authority {
  const made = make({
    ca: true,
    key: createSigner(generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey),
    notBefore: NOW - 100 * DAY,
    notAfter: NOW + 1000 * DAY,
    ...(issuer === undefined ? {} : { issuer }),
    ...recipe,
  });
  const self: Authority = { ...made, path: [] };
  return Object.assign(self, { path: [self, ...(issuer?.path ?? [])] });
}

/** Makes the CAs: a root with good and faulty ones below it, one by OpenSSL with an intermediate, and a stranger. */
export function makeAuthorities(shop: Workshop): Authorities {
  const root = authority({ subject: 'CN=Root,O=Example' });
  const issuing = authority({ subject: 'CN=Issuing,O=Example', pathLength: 0 }, root);
  const open = authority({ subject: 'CN=Open,O=Example' }, root);
  const faulty = [
    authority({ subject: 'CN=Beyond,O=Example' }, issuing),
    authority({ subject: 'CN=Aged,O=Example', notBefore: NOW - 50 * DAY, notAfter: NOW - DAY }, root),
    authority({ subject: 'CN=Servers only,O=Example', purposes: [SERVER_AUTH] }, root),
    authority({ subject: 'CN=No CA,O=Example', ca: false, usages: ['keyCertSign', 'cRLSign'] }, root),
    authority({ subject: 'CN=Signs no certificates,O=Example', usages: ['cRLSign'] }, root),
    authority({ subject: 'CN=Damaged,O=Example', breakSignature: true }, root),
  ];
  const below = authority({ subject: 'CN=Below,O=Example' }, open);
  const foreign = opensslAuthority(shop);
  const stranger = authority({ subject: 'CN=Root,O=Example' });
  return { good: [issuing, issuing, foreign, foreign, root, open, below], faulty, root, foreign, open, stranger };
}

/** A root of RSA and an intermediate on P-384, both OpenSSL's work. */
function opensslAuthority(shop: Workshop): Authority {
  shop.write('v3.cnf', '[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n');
  shop.make(
    ...'req -x509 -newkey rsa:2048 -nodes -keyout foreign-root.key -out foreign-root.crt -days 30 -subj /O=Elsewhere/CN=Root'.split(' '),
  );
  shop.make(...'genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out foreign.key'.split(' '));
  shop.make(...'req -new -key foreign.key -out foreign.csr -subj /O=Elsewhere/CN=Issuing'.split(' '));
  const issue = 'x509 -req -in foreign.csr -CA foreign-root.crt -CAkey foreign-root.key -CAcreateserial -extfile v3.cnf -extensions ca';
  shop.make(...`${issue} -days 20 -out foreign.crt`.split(' '));
  const read = (name: string, path: readonly Authority[]): Authority => {
    const [certificate] = parseCertificates(shop.read(`${name}.crt`));
    if (certificate === undefined) throw new Error(`no certificate in ${name}.crt`);
    const self: Authority = { certificate, key: createSigner(loadPrivateKey(shop.read(`${name}.key`))), path: [] };
    return Object.assign(self, { path: [self, ...path] });
  };
  return read('foreign', [read('foreign-root', [])]);
}

/** What may be wrong with the CRLs of a configuration; the first three are harmless. */
export const crlStates = [
  'complete',
  'stale and fresh',
  'no next update',
  'one missing',
  'root missing',
  'one stale',
  'one future',
  'one forged',
  'CA revoked',
] as const;

/** True where a server passes a good certificate with such CRLs. */
export function isHarmless(state: (typeof crlStates)[number]): boolean {
  return crlStates.indexOf(state) < 3;
}

/** Writes ssl_crl_file for all CAs, with these certificates revoked. */
export function makeCrls(
  { good, faulty, root, foreign, open, stranger }: Authorities,
  revoked: readonly Certificate[],
  random: Random,
  state: (typeof crlStates)[number],
): string {
  const issuers = new Set([...good, ...faulty].flatMap((issuer) => [issuer, ...issuer.path]));
  const odd = state === 'root missing' ? root : random.one([good[0] as Authority, foreign, root]);
  const all = state === 'CA revoked' ? [...revoked, open.certificate] : revoked;
  const lists = [...issuers].flatMap((issuer) => {
    const entries = all
      .filter((certificate) => nameEquals(certificate.issuer, issuer.certificate.subject))
      .map(({ serialNumber }) => ({ serialNumber, reason: random.one(['keyCompromise', 'certificateHold', 'superseded'] as const) }));
    const recipe: CrlRecipe = { issuer, revoked: entries, thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY };
    return (issuer === odd ? variants(recipe, state, stranger) : [recipe]).map(makeCrl);
  });
  return lists.map(({ der }) => encodePem('X509 CRL', der)).join('');
}

/** The lists of the one CA whose CRL is as it should not be. */
function variants(recipe: CrlRecipe, state: (typeof crlStates)[number], stranger: Authority): CrlRecipe[] {
  const stale = { ...recipe, thisUpdate: NOW - 9 * DAY, nextUpdate: NOW - 2 * DAY };
  switch (state) {
    case 'complete':
    case 'CA revoked':
      return [recipe];
    case 'one missing':
    case 'root missing':
      return [];
    case 'one stale':
      return [stale];
    case 'stale and fresh':
      return [{ ...stale, revoked: [] }, recipe];
    case 'one future':
      return [{ ...recipe, thisUpdate: NOW + DAY }];
    case 'one forged':
      return [{ ...recipe, signedBy: stranger.key }];
    case 'no next update':
      return [{ ...recipe, nextUpdate: null }];
  }
}

/** The files of the server itself, under a CA of its own: no login changes them, and the client's check stands apart. */
export function makeServerFiles(shop: Workshop): void {
  const ca = authority({ subject: 'CN=Server CA' });
  const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
  const names = [{ kind: 'dNSName' as const, value: SERVER_NAME }];
  const { certificate } = make({ subject: 'CN=server', issuer: ca, key: createSigner(privateKey), names });
  shop.write('server.crt', encodePem('CERTIFICATE', certificate.der));
  shop.write('server.key', encodePem('PRIVATE KEY', encodePkcs8(privateKey)));
  shop.write('root.crt', encodePem('CERTIFICATE', ca.certificate.der));
  shop.write('root.crl', encodePem('X509 CRL', makeCrl({ issuer: ca, thisUpdate: NOW - DAY, nextUpdate: NOW + DAY }).der));
  shop.write('pg_hba.conf', '');
  shop.write('pg_ident.conf', '');
}
