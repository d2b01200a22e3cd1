/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 8.2). A signature is verified by building the one encoding it must stand for and comparing, never by parsing what came
 * out: every known forgery against this scheme lived in a parser.
 *
 *     EM = 0x00 || 0x01 || PS || 0x00 || T          PS: at least 8 octets 0xFF
 *     T  = DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
 *
 * The digest's parameters are NULL (RFC 8017 A.2.4). The signature's AlgorithmIdentifier is written with NULL and read without parameters too: RFC 4055
 * section 5 says that implementations MUST accept both.
 */
import { encodeSequence } from '../../asn1/writer.ts';
import type { Oid } from '../../asn1/oid.ts';
import { bigIntToBytes, bytesToBigInt, equalBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import {
  MD5,
  MD5_WITH_RSA,
  SHA1,
  SHA1_WITH_RSA,
  SHA224,
  SHA224_WITH_RSA,
  SHA256,
  SHA256_WITH_RSA,
  SHA384,
  SHA384_WITH_RSA,
  SHA512,
  SHA512_224,
  SHA512_224_WITH_RSA,
  SHA512_256,
  SHA512_256_WITH_RSA,
  SHA512_WITH_RSA,
} from '../../oids/algorithms.ts';
import { withNull, withoutParameters } from '../algorithm-encoding.ts';
import { md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../hash.ts';
import type { Hash, SigningAlgorithm } from '../types.ts';
import { rsaPrivateOperation } from './private.ts';
import { modulusLength, recoverEncodedMessage } from './public.ts';

/** EMSA-PKCS1-v1_5 (RFC 8017 9.2) in `length` octets, or undefined where they do not suffice. */
function encodeMessage(hash: Hash, hashOid: Oid, data: Uint8Array, length: number): Uint8Array | undefined {
  const digestInfo = encodeSequence((inner) => inner.raw(withNull(hashOid)).octetString(hash.digest(data)));
  if (length < digestInfo.length + 11) return undefined;
  const encoded = new Uint8Array(length).fill(0xff);
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[length - digestInfo.length - 1] = 0;
  encoded.set(digestInfo, length - digestInfo.length);
  return encoded;
}

/** A descriptor of RSASSA-PKCS1-v1_5 with `hash`, whose own identifier is `hashOid`. */
function rsaPkcs1(label: string, hash: Hash, hashOid: Oid, signatureOid: Oid): SigningAlgorithm {
  return {
    label,
    encodings: [withNull(signatureOid), withoutParameters(signatureOid)],
    keyKind: 'rsa',
    hash: hash.label,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      const found = key.kind === 'rsa' ? recoverEncodedMessage(key, signature) : undefined;
      if (found === undefined) return false;
      const expected = encodeMessage(hash, hashOid, data, found.length);
      return expected !== undefined && equalBytes(found, expected);
    },
    sign(key: PrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
      if (key.kind !== 'rsa') throw new PkiError('wrong-key-kind', `${label} needs an rsa key, not ${key.kind}`);
      const length = modulusLength(key.n);
      const encoded = encodeMessage(hash, hashOid, data, length);
      if (encoded === undefined) throw new PkiError('key-too-small', `an RSA modulus of ${length} octets is too small for ${label}`);
      return bigIntToBytes(rsaPrivateOperation(key, bytesToBigInt(encoded), random), length);
    },
  };
}

/** RSA with MD5. Forgeable; not in the default list. */
export const rsaPkcs1Md5: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-md5', md5, MD5, MD5_WITH_RSA);
/** RSA with SHA-1. Forgeable where an attacker chooses the message; not in the default list. */
export const rsaPkcs1Sha1: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha1', sha1, SHA1, SHA1_WITH_RSA);
/** RSA with SHA-224 (RFC 4055 section 5). */
export const rsaPkcs1Sha224: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha224', sha224, SHA224, SHA224_WITH_RSA);
/** RSA with SHA-256 (RFC 4055 section 5). */
export const rsaPkcs1Sha256: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha256', sha256, SHA256, SHA256_WITH_RSA);
/** RSA with SHA-384 (RFC 4055 section 5). */
export const rsaPkcs1Sha384: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha384', sha384, SHA384, SHA384_WITH_RSA);
/** RSA with SHA-512 (RFC 4055 section 5). */
export const rsaPkcs1Sha512: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha512', sha512, SHA512, SHA512_WITH_RSA);
/** RSA with SHA-512/224 (RFC 8017 appendix C). */
export const rsaPkcs1Sha512_224: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1(
  'rsa-pkcs1-sha512-224',
  sha512_224,
  SHA512_224,
  SHA512_224_WITH_RSA,
);
/** RSA with SHA-512/256 (RFC 8017 appendix C). */
export const rsaPkcs1Sha512_256: SigningAlgorithm = /* @__PURE__ */ rsaPkcs1(
  'rsa-pkcs1-sha512-256',
  sha512_256,
  SHA512_256,
  SHA512_256_WITH_RSA,
);
