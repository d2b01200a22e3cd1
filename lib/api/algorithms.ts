/** The default algorithms: what is accepted where the caller does not say, and what a key signs with. */
import { ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve } from '../crypto/ec/any-curve.ts';
import { ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512 } from '../crypto/ec/ecdsa.ts';
import { isUsualCurve } from '../crypto/ec/parameters.ts';
import { ed448 } from '../crypto/ed448.ts';
import { ed25519 } from '../crypto/eddsa.ts';
import {
  rsaPkcs1Sha224,
  rsaPkcs1Sha256,
  rsaPkcs1Sha384,
  rsaPkcs1Sha512,
  rsaPkcs1Sha512_224,
  rsaPkcs1Sha512_256,
} from '../crypto/rsa/pkcs1.ts';
import { sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import { rsaPss, rsaPssAny, rsaPssSha256, rsaPssSha384, rsaPssSha512 } from '../crypto/rsa/pss.ts';
import { rsaPssShake128, rsaPssShake256 } from '../crypto/rsa/pss-sha3.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../crypto/sha3.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import { fitsKey } from '../crypto/verify.ts';
import { PkiError } from '../base/error.ts';
import { curveBits } from '../keys/curves.ts';
import type { CurveName, PrivateKey, RsaPssPrivateKey } from '../keys/types.ts';

/** Accepted by default: RSA (PKCS#1 v1.5; PSS with a salt as long as the hash) and ECDSA with SHA-2, and Ed25519. No MD5, no SHA-1. */
export const defaultAlgorithms: readonly SignatureAlgorithm[] = [
  rsaPkcs1Sha256,
  ecdsaSha256,
  ecdsaSha384,
  rsaPkcs1Sha384,
  rsaPkcs1Sha512,
  ecdsaSha512,
  ed25519,
  rsaPssSha256,
  rsaPssSha384,
  rsaPssSha512,
  rsaPkcs1Sha224,
  rsaPkcs1Sha512_224,
  rsaPkcs1Sha512_256,
  ecdsaSha224,
];

/** Accepted by default in chains outside of the web: these, and RSASSA-PSS with any salt; the Baseline Requirements (7.1.3.2.1) know the usual salts only. */
export const chainAlgorithms: readonly SignatureAlgorithm[] = [...defaultAlgorithms, /* @__PURE__ */ rsaPssAny([sha256, sha384, sha512])];

/**
 * What a key signs with by default: RSA PKCS#1 v1.5 with SHA-256; RSASSA-PSS with what such a key demands, else with SHA-256; ECDSA with the hash of the
 * curve's size (RFC 5480 section 4), on curves beyond P-256, P-384 and P-521 by the descriptor that takes them; Ed25519; Ed448. Throws `agreement-key` for X25519 and
 * X448, and `post-quantum-key` for ML-DSA and SLH-DSA, which `certwright/post-quantum` signs with.
 */
export function defaultAlgorithmFor(key: PrivateKey): SignatureAlgorithm {
  switch (key.kind) {
    case 'rsa':
      return rsaPkcs1Sha256;
    case 'rsa-pss':
      return pssAlgorithmFor(key);
    case 'ec':
      return ecdsaFor(key.curve);
    case 'ed25519':
      return ed25519;
    case 'ed448':
      return ed448;
    case 'x25519':
    case 'x448':
      throw new PkiError('agreement-key', `a key of kind ${key.kind} is for agreement on a secret and signs nothing`);
    case 'ml-dsa':
    case 'slh-dsa':
      throw new PkiError('post-quantum-key', `a key of kind ${key.kind} signs with an algorithm of certwright/post-quantum: give that one`);
    default:
      // A program without types may bring anything.
      throw new PkiError('unsupported-key-kind', `a key of kind ${String((key as { readonly kind: unknown }).kind)} does not sign`);
  }
}

/** The shortest of SHA-256, SHA-384 and SHA-512 that is no shorter than the curve, or SHA-512. */
function ecdsaFor(curve: CurveName): SignatureAlgorithm {
  const bits = curveBits(curve);
  const place = bits <= 256 ? 0 : bits <= 384 ? 1 : 2;
  const usual = [ecdsaSha256, ecdsaSha384, ecdsaSha512] as const;
  const further = [ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve] as const;
  return (isUsualCurve(curve) ? usual : further)[place];
}

/**
 * A salt as long as the hash, or longer where the key wants that; of SHAKE, which has one salt only, that one. A key that wants yet another hash is refused by the
 * signer; SHA-1 in the mask, which nobody needs to collide, is what OpenSSL 3.0 puts into keys unless told otherwise.
 */
function pssAlgorithmFor(key: RsaPssPrivateKey): SignatureAlgorithm {
  const { restrictions } = key;
  const hashes = [sha224, sha256, sha384, sha512, sha512_224, sha512_256, sha3_224, sha3_256, sha3_384, sha3_512];
  const hash = hashes.find(({ oid }) => oid === restrictions?.hash);
  const mgfHash = [...hashes, sha1].find(({ oid }) => oid === restrictions?.mgfHash);
  if (restrictions === undefined || hash === undefined || mgfHash === undefined)
    return [rsaPssShake128, rsaPssShake256].find((algorithm) => restrictions !== undefined && fitsKey(algorithm, key)) ?? rsaPssSha256;
  return rsaPss({ hash, mgfHash, saltLength: Math.max(hash.outputLength, restrictions.minSaltLength) });
}
