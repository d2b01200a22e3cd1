/**
 * Public keys of SubjectPublicKeyInfo, both ways: RSA (RFC 3279 2.3.1), RSASSA-PSS (RFC 4055 1.2), elliptic curves (RFC 5480 2), Ed25519, Ed448, X25519 and X448
 * (RFC 8410 4), ML-DSA (RFC 9881 4) and SLH-DSA (RFC 9909 5).
 *
 * A point is checked for its form and length, not for lying on its curve: that is arithmetic, which `lib/crypto` does.
 */
import { PkiError } from '../base/error.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { curveFieldOctets } from './curves.ts';
import { decodeKeyAlgorithm, writeKeyAlgorithm } from './key-algorithm.ts';
import { checkedPublicOctets, octetPublicKey } from './octet-keys.ts';
import { encodePkcs1PublicKey, parsePkcs1PublicKey } from './pkcs1.ts';
import { parseSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from './spki.ts';
import type { CurveName, PublicKey } from './types.ts';

/**
 * Decodes a public key: the DER of a SubjectPublicKeyInfo, or the view a certificate or request holds.
 *
 * Throws `unsupported-key-algorithm`, `dsa-key`, `unsupported-curve`, `explicit-curve-parameters`, `bad-algorithm-parameters` (RSA without NULL, Ed25519 with
 * anything, RSASSA-PSS with what is no PSS), `bad-ec-point`, `bad-key-length`, `bad-rsa-key`, `key-too-large`, and the codes of the DER reader.
 *
 * ```ts
 * import { decodePem, parsePublicKey } from 'certwright';
 * const pem = `-----BEGIN PUBLIC KEY-----
 * MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
 * -----END PUBLIC KEY-----`;
 * const [block] = decodePem(pem);
 * if (block === undefined || parsePublicKey(block.der).kind !== 'ed25519') throw new Error('RFC 8410 10.1 holds an Ed25519 key');
 * ```
 */
export function parsePublicKey(spki: Uint8Array | SubjectPublicKeyInfo): PublicKey {
  const info = spki instanceof Uint8Array ? parseSubjectPublicKeyInfo(spki) : spki;
  const path = 'subjectPublicKey';
  const algorithm = decodeKeyAlgorithm(info.algorithm, 'algorithm');
  if (algorithm.kind === 'rsa') return parsePkcs1PublicKey(info.key, { path });
  if (algorithm.kind === 'rsa-pss') return { ...parsePkcs1PublicKey(info.key, { path }), ...algorithm };
  if (algorithm.kind === 'ec') {
    assertPointForm(algorithm.curve, info.key, path);
    return { kind: 'ec', curve: algorithm.curve, point: info.key };
  }
  return octetPublicKey(algorithm, info.key, path);
}

/** The DER of a SubjectPublicKeyInfo. Throws `bad-ec-point` and `bad-key-length` where the octets cannot be a key. */
export function encodePublicKey(key: PublicKey): Uint8Array {
  return encodeSequence((info) => {
    writeKeyAlgorithm(info, key);
    info.bitString(keyOctets(key));
  });
}

function keyOctets(key: PublicKey): Uint8Array {
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') return encodePkcs1PublicKey(key);
  if (key.kind !== 'ec') return checkedPublicOctets(key, 'octets' in key ? key.octets : key.point, 'point');
  assertPointForm(key.curve, key.point, 'point');
  return key.point;
}

/** Throws `bad-ec-point` unless the octets have the form of a compressed or uncompressed point of the curve (SEC 1 2.3.3); hybrid forms and infinity are refused. */
export function assertPointForm(curve: CurveName, point: Uint8Array, path: string): void {
  const size = curveFieldOctets(curve);
  const head = point[0];
  const wanted = head === 4 ? 1 + 2 * size : head === 2 || head === 3 ? 1 + size : -1;
  if (point.length !== wanted)
    throw new PkiError(
      'bad-ec-point',
      `expected a point of ${curve} in ${1 + 2 * size} octets (or ${1 + size} compressed), found ${point.length} octets${head === undefined ? '' : ` of form ${head}`}`,
      { path },
    );
}
