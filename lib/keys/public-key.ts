/**
 * Public keys of SubjectPublicKeyInfo, both ways: RSA (RFC 3279 2.3.1), elliptic curves (RFC 5480 2), Ed25519 (RFC 8410 4).
 *
 *     ECParameters ::= CHOICE {
 *       namedCurve         OBJECT IDENTIFIER
 *       -- implicitCurve   NULL
 *       -- specifiedCurve  SpecifiedECDomain }
 *
 * A point is checked for its form and length, not for lying on its curve: that is arithmetic, which `lib/crypto` does. Left out: RSASSA-PSS and
 * RSAES-OAEP keys (RFC 4055), X25519 and Ed448, and curves given by their parameters, which RFC 5480 2.1.1 forbids and which once let a forged root pass
 * (CVE-2020-0601).
 */
import { PkiError } from '../base/error.ts';
import type { Oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { NULL, OBJECT_IDENTIFIER, SEQUENCE } from '../asn1/tags.ts';
import { type DerWriter, encodeDer } from '../asn1/writer.ts';
import { idEcPublicKey, idEd25519, rsaEncryption } from '../oids/keys.ts';
import type { AlgorithmIdentifier } from './algorithm-identifier.ts';
import { curveFieldOctets, curveOfOid, curveOid } from './curves.ts';
import { encodePkcs1PublicKey, parsePkcs1PublicKey } from './pkcs1.ts';
import { readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from './spki.ts';
import type { CurveName, PublicKey } from './types.ts';

/**
 * Decodes a public key: the DER of a SubjectPublicKeyInfo, or the view a certificate or request holds.
 *
 * Throws `unsupported-key-algorithm`, `unsupported-curve`, `explicit-curve-parameters`, `bad-algorithm-parameters` (RSA without NULL, Ed25519 with
 * anything), `bad-ec-point`, `bad-ed25519-key`, `bad-rsa-key`, `key-too-large`, and the codes of the DER reader.
 *
 * ```ts
 * import { decodePem, parsePublicKey } from 'certwright';
 * const pem = `-----BEGIN PUBLIC KEY-----
 * MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
 * -----END PUBLIC KEY-----`;
 * const key = parsePublicKey(decodePem(pem)[0].der);
 * if (key.kind !== 'ed25519') throw new Error('RFC 8410 10.1 is an Ed25519 key');
 * ```
 */
export function parsePublicKey(spki: Uint8Array | SubjectPublicKeyInfo): PublicKey {
  const info = spki instanceof Uint8Array ? readDer(spki, (reader) => readSubjectPublicKeyInfo(reader, '')) : spki;
  switch (info.algorithm.oid) {
    case rsaEncryption:
      assertNullParameters(info.algorithm);
      return parsePkcs1PublicKey(info.key, { path: 'subjectPublicKey' });
    case idEcPublicKey: {
      const curve = readNamedCurve(info.algorithm);
      assertPointForm(curve, info.key, 'subjectPublicKey');
      return { kind: 'ec', curve, point: info.key };
    }
    case idEd25519:
      assertNoParameters(info.algorithm);
      if (info.key.length !== 32)
        throw new PkiError('bad-ed25519-key', `an Ed25519 public key has 32 octets, not ${info.key.length}`, { path: 'subjectPublicKey' });
      return { kind: 'ed25519', point: info.key };
    default:
      throw unsupportedAlgorithm(info.algorithm.oid);
  }
}

/** The DER of a SubjectPublicKeyInfo. Throws `bad-ec-point` and `bad-ed25519-key` where the octets cannot be a key. */
export function encodePublicKey(key: PublicKey): Uint8Array {
  return encodeDer((writer) =>
    writer.sequence((info) => {
      writeKeyAlgorithm(info, key);
      info.bitString(keyOctets(key));
    }),
  );
}

function keyOctets(key: PublicKey): Uint8Array {
  if (key.kind === 'rsa') return encodePkcs1PublicKey(key);
  if (key.kind === 'ec') assertPointForm(key.curve, key.point, 'point');
  else if (key.point.length !== 32) throw new PkiError('bad-ed25519-key', `an Ed25519 public key has 32 octets, not ${key.point.length}`);
  return key.point;
}

/** Writes the AlgorithmIdentifier of a public or private key. */
export function writeKeyAlgorithm(writer: DerWriter, key: { readonly kind: PublicKey['kind']; readonly curve?: CurveName }): void {
  writer.sequence((algorithm) => {
    if (key.kind === 'rsa') algorithm.oid(rsaEncryption).null();
    else if (key.kind === 'ed25519') algorithm.oid(idEd25519);
    else algorithm.oid(idEcPublicKey).oid(curveOid(key.curve as CurveName));
  });
}

/** Throws `bad-algorithm-parameters` unless the parameters are NULL, as RFC 3279 2.3.1 demands for RSA keys. */
export function assertNullParameters({ parameters }: AlgorithmIdentifier): void {
  if (parameters?.tag !== NULL || parameters.content.length > 0)
    throw new PkiError(
      'bad-algorithm-parameters',
      `the parameters of an RSA key are NULL (RFC 3279 2.3.1), not ${parameters === undefined ? 'absent' : 'another value'}`,
      {
        path: 'algorithm/parameters',
      },
    );
}

/** Throws `bad-algorithm-parameters` unless there are no parameters, as RFC 8410 3 demands for Ed25519. */
export function assertNoParameters({ parameters }: AlgorithmIdentifier): void {
  if (parameters !== undefined)
    throw new PkiError('bad-algorithm-parameters', 'an Ed25519 key has no parameters (RFC 8410 3)', { path: 'algorithm/parameters' });
}

/** The named curve in the parameters of an EC key (RFC 5480 2.1.1). Throws `explicit-curve-parameters`, `unsupported-curve`, `bad-algorithm-parameters`. */
export function readNamedCurve({ parameters }: AlgorithmIdentifier): CurveName {
  const path = 'algorithm/parameters';
  if (parameters?.tag === SEQUENCE)
    throw new PkiError('explicit-curve-parameters', 'a curve given by its parameters; RFC 5480 2.1.1 takes named curves only', { path });
  if (parameters?.tag !== OBJECT_IDENTIFIER)
    throw new PkiError('bad-algorithm-parameters', 'the parameters of an EC key are the identifier of a named curve (RFC 5480 2.1.1)', {
      path,
    });
  const identifier = readDer(parameters.der, (reader) => reader.oid(''), { path });
  const curve = curveOfOid(identifier);
  if (curve === undefined)
    throw new PkiError('unsupported-curve', `a key on curve ${identifier}; P-256, P-384 and P-521 are supported`, { path });
  return curve;
}

/** Throws `bad-ec-point` unless the octets have the form of a compressed or uncompressed point of the curve (SEC 1 2.3.3); hybrid forms and infinity are refused. */
export function assertPointForm(curve: CurveName, point: Uint8Array, path: string): void {
  const size = curveFieldOctets(curve);
  const head = point[0];
  const expected = head === 4 ? 1 + 2 * size : head === 2 || head === 3 ? 1 + size : -1;
  if (point.length !== expected)
    throw new PkiError(
      'bad-ec-point',
      `expected a point of ${curve} in ${1 + 2 * size} octets (or ${1 + size} compressed), found ${point.length} octets${head === undefined ? '' : ` of form ${head}`}`,
      { path },
    );
}

/** The error for a key of an algorithm that is not supported. */
export function unsupportedAlgorithm(oid: Oid): PkiError {
  return new PkiError('unsupported-key-algorithm', `a key of algorithm ${oid}; RSA, EC and Ed25519 are supported`, {
    path: 'algorithm/algorithm',
  });
}
