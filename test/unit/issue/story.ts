/** The cast of these tests: deterministic random octets, keys, signers, names and a small CA. */
import type { RandomBytes } from '../../../lib/base/bytes.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import { sha1 } from '../../../lib/crypto/hash.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import type { SignatureAlgorithm, Signer } from '../../../lib/crypto/types.ts';
import type { PrivateKey } from '../../../lib/keys/types.ts';
import { type CertificateTemplate, issueCertificate } from '../../../lib/issue/certificate.ts';
import { intermediateProfile, rootProfile } from '../../../lib/issue/profiles.ts';
import { COMMON_NAME } from '../../../lib/oids/names.ts';
import type { Certificate } from '../../../lib/x509/certificate.ts';
import { makeName, type Name } from '../../../lib/x509/name.ts';

/** Octets that only depend on how many were taken before: 1, 2, 3, … */
export function countingRandom(): RandomBytes {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => (next = (next + 1) & 0xff));
}

/** 2026-01-01 and 2036-01-01. */
export const START = 1_767_225_600_000;
export const END = 2_082_758_400_000;
export const DAY = 86_400_000;

/** A name of one CN. */
export function named(commonName: string): Name {
  return makeName([[{ type: COMMON_NAME, tag: 0x0c, value: utf8(commonName) }]]);
}

/** A synchronous signer whose key is made of `seed`. */
export function signerOf(seed: number, kind: 'ed25519' | 'ec' = 'ed25519'): Signer<Uint8Array> {
  const octets = new Uint8Array(32).fill(seed);
  const key: PrivateKey = kind === 'ec' ? { kind, curve: 'P-256', d: octets } : { kind, seed: octets };
  const algorithm: SignatureAlgorithm = kind === 'ec' ? ecdsaSha256 : ed25519;
  // A source anew for each signature: the same octets give the same signature.
  return {
    ...createSigner(key, { algorithm, random: countingRandom() }),
    sign: (tbs) => createSigner(key, { algorithm, random: countingRandom() }).sign(tbs),
  };
}

/** The same signer behind a promise. */
export function later(signer: Signer<Uint8Array>): Signer<Promise<Uint8Array>> {
  return { ...signer, sign: (tbs) => Promise.resolve().then(() => signer.sign(tbs)) };
}

export const rootSigner: Signer<Uint8Array> = signerOf(1);
export const intermediateSigner: Signer<Uint8Array> = signerOf(2, 'ec');
export const leafSigner: Signer<Uint8Array> = signerOf(3);

/** A root with room for one CA below it. */
export function makeRoot(changes: Partial<CertificateTemplate> = {}): Certificate {
  const extensions = rootProfile({ publicKey: rootSigner.publicKey, hash: sha1, pathLength: 1 });
  const template = { subject: named('root'), publicKey: rootSigner.publicKey, notBefore: START, notAfter: END, extensions };
  return issueCertificate({ ...template, issuer: 'self', ...changes }, rootSigner, { random: countingRandom() });
}

/** An intermediate under `makeRoot()` that issues leaves only. */
export function makeIntermediate(root: Certificate = makeRoot()): Certificate {
  const publicKey = intermediateSigner.publicKey;
  const extensions = intermediateProfile({ publicKey, issuer: root, hash: sha1 });
  const template = { subject: named('intermediate'), publicKey, issuer: root, notBefore: START, notAfter: END - DAY, extensions };
  return issueCertificate(template, rootSigner, { random: countingRandom() });
}
