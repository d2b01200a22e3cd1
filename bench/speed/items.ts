/** What is measured, and how a result is checked, by node:crypto, before it is timed. */
import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { fixtures, type Fixtures, HOST, type KeyFixture } from './fixtures.ts';

/** A library's way to do an item, prepared with all that is not to be timed (keys loaded). */
export type Work = (() => unknown) & { readonly note?: string };

/** A library. The shape of `bench/peers/speed/*.mjs`, too. */
export interface Peer {
  readonly name: string;
  /** Its package, whose version is reported. */
  readonly package?: string;
  /** Marks what the table must tell: `native` is OpenSSL, `webcrypto` signs and verifies through it, `wasm` is no JavaScript. */
  readonly mark?: 'native' | 'webcrypto' | 'wasm';
  readonly items: Readonly<Record<string, (fx: Fixtures) => Work | Promise<Work>>>;
}

/** One item. Those of a group share a process. */
export interface Item {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly check: (result: unknown) => boolean;
}

/** What parsing has to give: the eight fields. */
interface Fields {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: unknown;
  readonly san: unknown;
  readonly ca: unknown;
}

const yes = (result: unknown): boolean => result === true;

/** Octets in any of the forms that libraries give. */
function octets(result: unknown): Uint8Array {
  if (typeof result === 'string') return Buffer.from(result, 'latin1');
  return result instanceof ArrayBuffer ? new Uint8Array(result) : (result as Uint8Array);
}

const signed =
  (hash: string | null, key: () => KeyObject, options: object = {}) =>
  (result: unknown): boolean =>
    verify(hash, fixtures.message, { key: key(), ...options }, octets(result));

/** ECDSA as DER or as r and s. */
const signedEc = (hash: string, key: () => KeyFixture) => (result: unknown) =>
  signed(hash, () => key().publicKey)(result) || signed(hash, () => key().publicKey, { dsaEncoding: 'ieee-p1363' })(result);

/** Serial number and dates must be Node's, the rest be there. */
function parsed(der: Uint8Array): (result: unknown) => boolean {
  return (result) => {
    if ('tree' in (result as object)) return true; // asn1js has no fields to compare
    const { serial, notBefore, notAfter, subject, issuer, spki, san, ca } = result as Fields;
    const truth = new X509Certificate(der);
    return (
      serial.toLowerCase().replace(/^0+/, '') === truth.serialNumber.toLowerCase() &&
      notBefore === Date.parse(truth.validFrom) &&
      notAfter === Date.parse(truth.validTo) &&
      [HOST, 'Example Org'].every((part) => subject.includes(part)) &&
      issuer.includes('Bench Intermediate') &&
      ca !== true &&
      [spki, san].every((field) => field !== undefined && field !== null)
    );
  };
}

const everyRoot = (result: unknown): boolean => (result as readonly unknown[]).length === fixtures.roots.length;

const issued = (chain: () => { readonly intermediateKey: KeyFixture }) => (result: unknown) => {
  const certificate = new X509Certificate(octets(result));
  return certificate.subject.includes(HOST) && certificate.verify(chain().intermediateKey.publicKey);
};

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

function rsa(bits: 2048 | 4096): Item[] {
  const key = (): KeyObject => fixtures[`rsa${bits}`].publicKey;
  const group = `rsa${bits}`;
  return [
    { id: `rsa${bits}-sign`, group, title: `RSA-${bits} sign, PKCS#1 v1.5`, check: signed('sha256', key) },
    { id: `rsa${bits}-verify`, group, title: `RSA-${bits} verify, PKCS#1 v1.5`, check: yes },
    ...(bits === 2048
      ? [
          { id: 'rsa2048-pss-sign', group, title: 'RSA-2048 sign, PSS', check: signed('sha256', key, PSS) },
          { id: 'rsa2048-pss-verify', group, title: 'RSA-2048 verify, PSS', check: yes },
        ]
      : []),
  ];
}

function ecdsa(id: 'p256' | 'p384', name: string, hash: string): Item[] {
  return [
    { id: `${id}-sign`, group: id, title: `${name} sign`, check: signedEc(hash, () => fixtures[id][0] as KeyFixture) },
    { id: `${id}-verify-fresh`, group: id, title: `${name} verify, another key each time`, check: yes },
    { id: `${id}-verify-same`, group: id, title: `${name} verify, the same key object`, check: yes },
  ];
}

function certificates(kind: 'rsa' | 'ec', label: string, name: string): Item[] {
  const chain = (): Fixtures['rsaChain'] => fixtures[`${kind}Chain`];
  return [
    {
      id: `parse-${kind}-leaf`,
      group: 'parse',
      title: `parse a leaf of ${name}`,
      check: (result: unknown) => parsed(chain().leaf)(result),
    },
    { id: `chain-${label}`, group: 'chain', title: `chain of three from DER, ${name}`, check: yes },
    { id: `issue-${label}`, group: 'issue', title: `issue a leaf, ${name}`, check: issued(chain) },
  ];
}

/** In the order of the table. */
export const ITEMS: readonly Item[] = [
  ...rsa(2048),
  ...rsa(4096),
  ...ecdsa('p256', 'P-256', 'sha256'),
  ...ecdsa('p384', 'P-384', 'sha384'),
  { id: 'ed25519-sign', group: 'ed25519', title: 'Ed25519 sign', check: signed(null, () => (fixtures.ed25519[0] as KeyFixture).publicKey) },
  { id: 'ed25519-verify', group: 'ed25519', title: 'Ed25519 verify', check: yes },
  ...[certificates('rsa', 'rsa', 'RSA-2048'), certificates('ec', 'p256', 'P-256')].flat(),
  { id: 'chain-p256-memo', group: 'chain', title: '100 leaves under one intermediate, P-256', check: yes },
  { id: 'parse-bundle', group: 'parse', title: 'parse the bundle of roots from DER', check: everyRoot },
  { id: 'parse-bundle-pem', group: 'parse', title: 'read the bundle of roots from PEM', check: everyRoot },
  {
    id: 'sha256-40mb',
    group: 'hash',
    title: 'SHA-256 of 40 MB',
    check: (result: unknown) => createHash('sha256').update(fixtures.large).digest().equals(octets(result)),
  },
].sort((a, b) => order(a) - order(b));

/** Items of a group stand together. */
function order({ group }: Item): number {
  return ['rsa2048', 'rsa4096', 'p256', 'p384', 'ed25519', 'parse', 'chain', 'issue', 'hash'].indexOf(group);
}

/** Key generation is timed by single keys, not in slices. */
export const KEYGEN = { id: 'rsa2048-keygen', group: 'keygen', title: 'RSA-2048 key generation' } as const;
