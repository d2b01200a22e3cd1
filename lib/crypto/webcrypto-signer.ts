/**
 * A signer over a private key that WebCrypto holds, extractable or not (W3C Web Cryptography Level 2). The
 * platform signs; what it gives is turned into the form of certificates: WebCrypto's ECDSA is `r || s` (section 23.4), X.509's is DER (RFC 3279 2.2.3).
 *
 * Left out: deterministic nonces and blinding, which are the platform's business.
 */
import { PkiError } from '../base/error.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import { curveFieldOctets } from '../keys/curves.ts';
import { ecdsaSha256, ecdsaSha384, ecdsaSha512 } from './ec/ecdsa.ts';
import { encodeEcdsaSignature } from './ec/signature.ts';
import { ed25519 } from './eddsa.ts';
import { rsaPkcs1Sha256, rsaPkcs1Sha384, rsaPkcs1Sha512 } from './rsa/pkcs1.ts';
import { rsaPssSha256, rsaPssSha384, rsaPssSha512 } from './rsa/pss.ts';
import type { SignatureAlgorithm, Signer } from './types.ts';
import { fitsKey } from './verify.ts';

/** What is asked of a `CryptoKey`; every platform's own fits. */
export interface WebCryptoKey {
  readonly type: string;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

/** What is asked of `crypto.subtle`; every platform's own fits. */
export interface WebCryptoSubtle<K extends WebCryptoKey = WebCryptoKey> {
  sign(
    algorithm: { readonly name: string; readonly hash?: string; readonly saltLength?: number },
    key: K,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
  exportKey(format: 'spki', key: K): Promise<ArrayBuffer>;
}

/** The halves of a key of WebCrypto. */
export interface WebCryptoPair<K extends WebCryptoKey = WebCryptoKey> {
  readonly privateKey: K;
  /** The public half, which is exported, or the DER of its SubjectPublicKeyInfo where the key came from elsewhere. */
  readonly publicKey: K | Uint8Array;
}

/** The algorithms of one hash in WebCrypto's order of names. */
interface OfHash {
  readonly pkcs1: SignatureAlgorithm;
  readonly pss: SignatureAlgorithm;
  readonly ecdsa: SignatureAlgorithm;
}

const BY_HASH: Readonly<Record<string, OfHash>> = {
  'SHA-256': { pkcs1: rsaPkcs1Sha256, pss: rsaPssSha256, ecdsa: ecdsaSha256 },
  'SHA-384': { pkcs1: rsaPkcs1Sha384, pss: rsaPssSha384, ecdsa: ecdsaSha384 },
  'SHA-512': { pkcs1: rsaPkcs1Sha512, pss: rsaPssSha512, ecdsa: ecdsaSha512 },
};
/** The hash of a curve's size (RFC 5480 section 4), where the caller names none. */
const HASH_OF_CURVE: Readonly<Record<string, string>> = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' };

/** Settings of a signer over WebCrypto. */
export interface WebCryptoSignerSettings<K extends WebCryptoKey> {
  /** What holds the keys, such as `crypto.subtle`. */
  readonly subtle: WebCryptoSubtle<K>;
  /** Hash of ECDSA, `SHA-256`, `SHA-384` or `SHA-512`; absent: that of the curve's size. An RSA key brings its own. */
  readonly hash?: string;
}

/**
 * A signer over a key of WebCrypto: RSASSA-PKCS1-v1_5, RSA-PSS (the salt as long as the hash) and ECDSA on P-256, P-384 and P-521, each with SHA-256, SHA-384
 * or SHA-512, and Ed25519. What it is given to sign it answers with a promise, so `issueCertificate` and its like answer with promises too.
 *
 * Throws (as a refused promise) `wrong-key-kind` for a key that does not sign or whose halves are of different kinds, `unsupported-algorithm` for a key of
 * another algorithm or hash, and what the platform throws where it does not export the public half or refuses to sign.
 */
export async function createWebCryptoSigner<K extends WebCryptoKey>(
  { privateKey, publicKey }: WebCryptoPair<K>,
  { subtle, hash }: WebCryptoSignerSettings<K>,
): Promise<Signer<Promise<Uint8Array>>> {
  if (privateKey.type !== 'private' || !privateKey.usages.includes('sign'))
    throw new PkiError(
      'wrong-key-kind',
      `a ${privateKey.type} key of WebCrypto with usages [${privateKey.usages.join(', ')}] does not sign`,
    );
  const { algorithm, parameters } = algorithmOf(privateKey.algorithm, hash);
  const spki = publicKey instanceof Uint8Array ? publicKey : new Uint8Array(await subtle.exportKey('spki', publicKey));
  const key = parsePublicKey(spki);
  if (!fitsKey(algorithm, key))
    throw new PkiError('wrong-key-kind', `${algorithm.label} does not work with a public key of kind ${key.kind}`);
  const octets = key.kind === 'ec' ? curveFieldOctets(key.curve) : undefined;
  return {
    publicKey: spki,
    algorithm,
    async sign(tbs) {
      const signature = new Uint8Array(await subtle.sign(parameters, privateKey, new Uint8Array(tbs)));
      return octets === undefined ? signature : derOf(signature, octets);
    },
  };
}

interface Chosen {
  readonly algorithm: SignatureAlgorithm;
  /** Parameters of `subtle.sign`. */
  readonly parameters: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
}

/** What a key's algorithm signs with; `hash` is the caller's. */
function algorithmOf(algorithm: { readonly name: string }, hash: string | undefined): Chosen {
  const { name } = algorithm;
  if (name === 'Ed25519') return { algorithm: ed25519, parameters: { name } };
  const { hash: own, namedCurve } = algorithm as { readonly hash?: { readonly name: string }; readonly namedCurve?: string };
  const wanted = own?.name ?? hash ?? (namedCurve === undefined ? undefined : HASH_OF_CURVE[namedCurve]);
  const known = wanted !== undefined && Object.hasOwn(BY_HASH, wanted) ? BY_HASH[wanted] : undefined;
  if (wanted !== undefined && known !== undefined) {
    if (name === 'RSASSA-PKCS1-v1_5') return { algorithm: known.pkcs1, parameters: { name } };
    if (name === 'RSA-PSS') return { algorithm: known.pss, parameters: { name, saltLength: Number(wanted.slice(4)) / 8 } };
    if (name === 'ECDSA') return { algorithm: known.ecdsa, parameters: { name, hash: wanted } };
  }
  throw new PkiError(
    'unsupported-algorithm',
    `a key of WebCrypto for ${name} with ${wanted ?? 'no hash'}; RSA, ECDSA and Ed25519 with SHA-2 sign certificates here`,
  );
}

/** The DER of `r || s`. */
function derOf(compact: Uint8Array, octets: number): Uint8Array {
  if (compact.length !== 2 * octets)
    throw new PkiError('bad-signature-form', `expected r and s in ${octets} octets each, the platform gave ${compact.length} octets`);
  return encodeEcdsaSignature(compact);
}
