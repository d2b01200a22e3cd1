/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 8.2). A signature is verified by building the one encoding it must stand for and comparing, never by parsing what came
 * out: every known forgery against this scheme lived in a parser.
 *
 *     EM = 0x00 || 0x01 || PS || 0x00 || T          PS: at least 8 octets 0xFF
 *     T  = DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
 *
 * The digest's parameters are NULL (RFC 8017 A.2.4), those of SHA-3 too (as OpenSSL and Wycheproof have them). The signature's AlgorithmIdentifier is written
 * with NULL and read without parameters too: RFC 4055 section 5 says that implementations MUST accept both.
 */
import type { Oid } from '../../asn1/oid.ts';
import { OCTET_STRING, SEQUENCE } from '../../asn1/tags.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { PublicKey } from '../../keys/types.ts';
import { shortValue, withNull, withoutParameters } from '../algorithm-encoding.ts';
import type { Hash, SignatureAlgorithm } from '../types.ts';
import { recoverEncodedMessage } from './public.ts';

/** A descriptor of RSASSA-PKCS1-v1_5; `createSigner` signs with it. */
export interface RsaPkcs1Algorithm extends SignatureAlgorithm {
  /** EMSA-PKCS1-v1_5 (RFC 8017 9.2) of the data in `length` octets, or undefined where they do not suffice. */
  encodeMessage(data: Uint8Array, length: number): Uint8Array | undefined;
}

/** A descriptor of RSASSA-PKCS1-v1_5 with `hash`. */
export function rsaPkcs1(label: string, hash: Hash, signatureOid: Oid): RsaPkcs1Algorithm {
  // the DigestInfo but for the digest, which is the same every time; made when first asked for
  let head: Uint8Array | undefined;
  const encodeMessage = (data: Uint8Array, length: number): Uint8Array | undefined => {
    const digest = hash.digest(data);
    head ??= shortValue(SEQUENCE, withNull(hash.oid), shortValue(OCTET_STRING, digest)).slice(0, -digest.length);
    const start = length - head.length - digest.length;
    if (start < 11) return undefined;
    const encoded = new Uint8Array(length).fill(0xff);
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[start - 1] = 0;
    encoded.set(head, start);
    encoded.set(digest, length - digest.length);
    return encoded;
  };
  return {
    label,
    encodings: [withNull(signatureOid), withoutParameters(signatureOid)],
    keyKind: 'rsa',
    hash: hash.label,
    encodeMessage,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      const found = key.kind === 'rsa' ? recoverEncodedMessage(key, signature) : undefined;
      const expected = found && encodeMessage(data, found.length);
      return found !== undefined && expected !== undefined && equalBytes(found, expected);
    },
  };
}
