/**
 * Random worlds of certificates for `openssl verify`: a few names, each with several keys and certificates, faults of many kinds on them, some of them trusted, some
 * sent, in any order. Most worlds are small and nearly right, so that every check is reached.
 */
import { oid, type Oid } from '../../lib/asn1/oid.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { ed448 } from '../../lib/crypto/ed448.ts';
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import type { PurposeName, SecurityLevel } from '../../lib/openssl-verify/types.ts';
import type { VerifyFlags } from '../../lib/openssl-verify/context.ts';
import { type TestSigner } from '../../lib/testing/keys.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { encodeTrustedCertificate, type TrustSettings } from '../../lib/x509/trusted-certificate.ts';
import { AT, DAY, keyNamed, make, makeCrl, type Made, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import { type Draft, type Fault, FAULTS, hex, keyOfKind, KEYS, made, otherEncoding, USES } from './openssl-verify-faults.ts';

/** What is judged, by the command and by the engine. */
export interface World {
  readonly leaf: Certificate;
  readonly sent: readonly Certificate[];
  readonly trusted: readonly { readonly certificate: Certificate; readonly trust?: TrustSettings }[];
  readonly crls?: readonly CertificateList[];
  readonly at: number;
  readonly purpose?: PurposeName;
  readonly securityLevel: SecurityLevel;
  readonly flags: VerifyFlags;
  readonly depth?: number;
  /** What was done to it. */
  readonly faults: readonly string[];
}

const NAMES = { root: ['CN=Root A', 'CN=Root B'], intermediate: ['CN=Inter A', 'CN=Inter B', 'CN=Root A'] } as const;

/** Makes one world. */
export function randomWorld(random: Random): World {
  const faults: string[] = [];
  const all: Made[] = [];
  const faulty = random.chance(85) ? random.one([10, 20, 40]) : 0;
  const create = (what: string, recipe: Recipe, issuer: Made | undefined): Made => {
    const draft: Draft = { ...recipe, ...(issuer === undefined ? {} : { issuer }) };
    if (random.chance(faulty)) {
      const kind = random.one([...KEYS.keys(), 'ed448']);
      draft.key = kind === 'ed448' ? ed448Key() : keyOfKind(kind);
      faults.push(`${what}: key ${kind}`);
    }
    for (let count = random.one([1, 1, 2]); count > 0; count--) {
      if (!random.chance(faulty)) continue;
      const name = random.one(Object.keys(FAULTS));
      (FAULTS[name] as Fault)(draft, random, issuer);
      faults.push(`${what}: ${name}`);
    }
    const signer = (draft.signedBy ?? issuer?.key ?? draft.key) as TestSigner | undefined;
    const type = signer === undefined ? undefined : PLAIN[signer.algorithm.label];
    if (signer !== undefined && type !== undefined && random.chance(faulty)) {
      draft.algorithm = otherEncoding(signer, type);
      faults.push(`${what}: other encoding of the algorithm`);
    }
    if (draft.publicKey !== undefined && faults.at(-1)?.endsWith('numbers') === true) draft.key = keyOfKind('P-256');
    if (draft.publicKey !== undefined && faults.at(-1)?.endsWith('NULL') === true) draft.key = keyOfKind('rsa-2048');
    const done = make(draft);
    all.push(done);
    return done;
  };
  const roots = [create('root', { subject: NAMES.root[0], ca: true }, undefined)];
  if (random.chance(30))
    roots.push(create('root 2', { subject: random.one(NAMES.root), ca: true, key: keyNamed('second root') }, undefined));
  let top: Made = random.one(roots);
  const levels = random.one([0, 0, 1, 1, 1, 2, 2, 3]);
  for (let level = 1; level <= levels; level++) {
    const selfIssued = random.chance(8);
    const subject = selfIssued ? 'CN=Root A' : (NAMES.intermediate[level - 1] as string);
    const key = random.chance(20) ? keyNamed(`inter ${random.below(3)}`) : keyNamed(`inter level ${level}`);
    const next = create(`inter ${level}`, { subject, ca: true, key }, top);
    if (random.chance(20))
      create(`inter ${level} again`, { subject, ca: true, key: random.chance(50) ? key : keyNamed('again') }, random.one([top, ...roots]));
    top = next;
  }
  const own = random.chance(8);
  const subject = random.chance(5) ? 'CN=Root A' : 'CN=www.example.com,O=Leaf';
  const leaf = own ? create('leaf', { subject }, undefined) : create('leaf', { subject }, top);
  const others = all.filter((one) => one !== leaf);
  const isRoot = (one: Made): boolean => roots.includes(one);
  const sent = shuffled(
    others.filter((one) => random.chance(isRoot(one) ? 25 : 85)),
    random,
  ).map(({ certificate }) => certificate);
  if (sent.length > 0 && random.chance(5)) sent.push(random.one(sent));
  const trusted = shuffled(
    all.filter((one) => random.chance(isRoot(one) ? 93 : one === leaf ? (own ? 60 : 4) : 8)),
    random,
  ).map(({ certificate }) => (random.chance(5) ? { certificate, trust: settings(random) } : { certificate }));
  if (trusted.length === 0) trusted.push({ certificate: keepsake().certificate });
  if (random.chance(4)) trusted.push(random.one(trusted));
  return {
    leaf: leaf.certificate,
    sent,
    trusted,
    at: AT + random.one([0, 0, 0, 0, 999, -1000, 1000]),
    securityLevel: random.chance(4) ? random.one([4, 5]) : random.one([0, 0, 0, 1, 1, 1, 2, 2, 2, 3]),
    flags: flagsOf(random),
    ...(random.chance(85) ? { purpose: random.one(PURPOSES) } : {}),
    ...(random.chance(5) ? { depth: random.below(3) } : {}),
    ...(random.chance(8) ? { crls: all.filter(() => random.chance(85)).map((issuer) => crlOf(issuer, leaf, random)) } : {}),
    faults,
  };
}

const PURPOSES: readonly PurposeName[] = [
  'sslclient',
  'sslclient',
  'sslclient',
  'sslclient',
  'sslserver',
  'sslserver',
  'sslserver',
  'sslclient',
  'sslclient',
  'sslclient',
  'sslclient',
  'sslserver',
  'sslserver',
  'nssslserver',
  'smimesign',
  'smimeencrypt',
  'crlsign',
  'any',
  'ocsphelper',
  'timestampsign',
];

const PLAIN: Readonly<Record<string, Oid>> = {
  'rsa-pkcs1-sha256': oid('1.2.840.113549.1.1.11'),
  'ecdsa-sha256-any-curve': oid('1.2.840.10045.4.3.2'),
  ed25519: oid('1.3.101.112'),
};

function ed448Key(): TestSigner {
  return made.get('ed448') ?? keepEd448();
}

/** A key that signs nothing here: certificates below it carry the signature of another. */
function keepEd448(): TestSigner {
  const point = hex('5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180');
  const signer = { ...keyNamed('not of Ed448'), publicKey: encodePublicKey({ kind: 'ed448', point }), algorithm: { ...ed448 } };
  made.set('ed448', signer);
  return signer;
}

function keepsake(): Made {
  return make({ subject: 'CN=Unrelated', ca: true });
}

function settings(random: Random): TrustSettings {
  const uses = (): Oid[] => USES.filter(() => random.chance(30)).map((use) => oid(use));
  const [trusted, rejected] = [uses(), uses()];
  return {
    ...(random.chance(60) && trusted.length > 0 ? { trusted } : {}),
    ...(random.chance(40) && rejected.length > 0 ? { rejected } : {}),
    alias: utf8('somebody'),
  };
}

function flagsOf(random: Random): VerifyFlags {
  return {
    ...(random.chance(8) ? { partialChain: true } : {}),
    ...(random.chance(6) ? { checkSsSignature: true } : {}),
    ...(random.chance(4) ? { ignoreCritical: true } : {}),
    ...(random.chance(8) ? { x509Strict: true } : {}),
    ...(random.chance(30) ? { crlCheck: 'leaf' } : {}),
  };
}

function crlOf(issuer: Made, leaf: Made, random: Random): CertificateList {
  return makeCrl({
    issuer,
    ...(random.chance(10) ? { revoked: [{ serialNumber: leaf.certificate.serialNumber }] } : {}),
    ...(random.chance(5) ? { nextUpdate: AT - DAY } : {}),
    ...(random.chance(5) ? { breakSignature: true } : {}),
  });
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const rest = [...list];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(random.below(rest.length), 1));
  return out;
}

/** PEM of a trusted certificate, with its settings where it has any. */
export function trustedBlock({ certificate, trust }: World['trusted'][number]): { readonly label: string; readonly der: Uint8Array } {
  if (trust === undefined) return { label: 'CERTIFICATE', der: certificate.der };
  return { label: 'TRUSTED CERTIFICATE', der: encodeTrustedCertificate({ certificate, trust }) };
}
