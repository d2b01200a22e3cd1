/**
 * Keys for tests, made of names: the same name gives the same key in every run, and everybody can make it again. They protect nothing.
 */
import { decodeBase64 } from '../base/base64.ts';
import { bytesToBigInt, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { ecdsaSha256 } from '../crypto/ec/ecdsa.ts';
import { ed25519 } from '../crypto/eddsa.ts';
import { sha256 } from '../crypto/hash.ts';
import { modInverse } from '../crypto/rsa/arithmetic.ts';
import { rsaPkcs1Sha256 } from '../crypto/rsa/pkcs1.ts';
import { createSigner } from '../crypto/signer.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import type { PrivateKey, RsaPrivateKey } from '../keys/types.ts';
import { RSA_2048 } from './rsa-primes.ts';

/** Kinds of key: P-256 with ECDSA and SHA-256, Ed25519, RSA of 2,048 bits with PKCS#1 v1.5 and SHA-256. */
export type TestKeyKind = 'ec' | 'ed25519' | 'rsa';

/** A signer that does not hide its key. */
export interface TestSigner extends Signer<Uint8Array> {
  readonly privateKey: PrivateKey;
}

/** The signer whose key is made of `name`. Of RSA there are six keys, one of which the name chooses. Throws `bad-option` for a kind that is no `TestKeyKind`. */
export function keyNamed(name: string, kind: SignatureAlgorithm['keyKind'] = 'ed25519'): TestSigner {
  const octets = sha256.digest(utf8(`chain kit ${name}`));
  if (kind === 'ec') return signerOf({ kind, curve: 'P-256', d: octets }, ecdsaSha256);
  if (kind === 'ed25519') return signerOf({ kind, seed: octets }, ed25519);
  if (kind === 'rsa') return rsaKeyNumber(octets[0] as number);
  throw new PkiError('bad-option', `a key is of kind ec, ed25519 or rsa, not ${kind}`);
}

/** One of the six RSA keys; numbers beyond begin again. */
export function rsaKeyNumber(number: number): TestSigner {
  return signerOf(rsaKeyOf(RSA_2048[number % RSA_2048.length] as readonly [string, string]), rsaPkcs1Sha256);
}

/** The RSA key of two primes in base64, with an exponent of the caller's. */
export function rsaKeyOf([first, second]: readonly [p: string, q: string], e = 65_537n): RsaPrivateKey {
  const p = bytesToBigInt(decodeBase64(first));
  const q = bytesToBigInt(decodeBase64(second));
  const d = modInverse(e, (p - 1n) * (q - 1n));
  return { kind: 'rsa', n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: modInverse(q, p) };
}

/** A signer that needs no randomness: blinding, which hides a key from those who measure, has nothing to hide here. */
export function signerOf(privateKey: PrivateKey, algorithm: SignatureAlgorithm): TestSigner {
  return { ...createSigner(privateKey, { algorithm, random: (length) => new Uint8Array(length).fill(3) }), privateKey };
}

/** The AlgorithmIdentifier that a signer writes. */
export function encodingOf(signer: Signer<Uint8Array>): Uint8Array {
  const [first] = signer.algorithm.encodings;
  if (first === undefined) throw new PkiError('bad-option', `${signer.algorithm.label} has no encoding`);
  return first;
}
