/** The default algorithms: what is accepted where the caller does not say, and what a key signs with. */
import { ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512 } from '../crypto/ec/ecdsa.ts';
import { ed25519 } from '../crypto/eddsa.ts';
import {
  rsaPkcs1Sha224,
  rsaPkcs1Sha256,
  rsaPkcs1Sha384,
  rsaPkcs1Sha512,
  rsaPkcs1Sha512_224,
  rsaPkcs1Sha512_256,
} from '../crypto/rsa/pkcs1.ts';
import { sha256, sha384, sha512 } from '../crypto/hash.ts';
import { rsaPss, rsaPssAny, rsaPssSha256, rsaPssSha384, rsaPssSha512 } from '../crypto/rsa/pss.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import { PkiError } from '../base/error.ts';
import type { PrivateKey, RsaPssPrivateKey } from '../keys/types.ts';

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
 * curve's size (RFC 5480 section 4); Ed25519.
 */
export function defaultAlgorithmFor(key: PrivateKey): SignatureAlgorithm {
  if (key.kind === 'rsa') return rsaPkcs1Sha256;
  if (key.kind === 'rsa-pss') return pssAlgorithmFor(key);
  if (key.kind === 'ed25519') return ed25519;
  if (key.kind !== 'ec') throw new PkiError('unsupported-key-kind', `a key of kind ${key.kind} does not sign`);
  return key.curve === 'P-256' ? ecdsaSha256 : key.curve === 'P-384' ? ecdsaSha384 : ecdsaSha512;
}

/** A salt as long as the hash, or longer where the key wants that. A key that wants a hash of another kind is refused by the signer. */
function pssAlgorithmFor({ restrictions }: RsaPssPrivateKey): SignatureAlgorithm {
  const known = (wanted: string | undefined): typeof sha256 | undefined => [sha256, sha384, sha512].find((hash) => hash.oid === wanted);
  const [hash, mgfHash] = [known(restrictions?.hash), known(restrictions?.mgfHash)];
  if (restrictions === undefined || hash === undefined || mgfHash === undefined) return rsaPssSha256;
  return rsaPss({ hash, mgfHash, saltLength: Math.max(hash.outputLength, restrictions.minSaltLength) });
}
