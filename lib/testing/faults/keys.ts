/** Keys that are too weak, or that are written as they must not be. Where such a certificate issues another, the signature is made with that key all the same. */
import { oid } from '../../asn1/oid.ts';
import { readDer } from '../../asn1/reader.ts';
import { BIT_STRING } from '../../asn1/tags.ts';
import { type DerWriter, encodeDer } from '../../asn1/writer.ts';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { rsaPkcs1Sha256 } from '../../crypto/rsa/pkcs1.ts';
import { encodePublicKey } from '../../keys/public-key.ts';
import { readSubjectPublicKeyInfo } from '../../keys/spki.ts';
import { EC_PUBLIC_KEY, ED25519, P256, RSA_ENCRYPTION } from '../../oids/algorithms.ts';
import { type ChainDraft, change, type Fault } from '../draft.ts';
import { keyNamed, rsaKeyOf, rsaKeyNumber, signerOf } from '../keys.ts';
import { RSA_1024, RSA_2048, RSA_2050 } from '../rsa-primes.ts';

/** Kinds of these faults. */
export type KeyFault =
  | 'rsa-1024'
  | 'rsa-2050'
  | 'rsa-exponent-long'
  | 'rsa-exponent-1'
  | 'rsa-exponent-even'
  | 'rsa-16392'
  | 'rsa-parameters-missing'
  | 'rsa-modulus-negative'
  | 'rsa-trailing-octets'
  | 'ec-curve-explicit'
  | 'ec-curve-missing'
  | 'ec-curve-implicit'
  | 'ec-curve-unknown'
  | 'ec-point-hybrid'
  | 'ec-point-short'
  | 'ec-point-at-infinity'
  | 'ed25519-parameters'
  | 'ed25519-key-short'
  | 'ed25519-key'
  | 'dsa-key'
  | 'key-algorithm-unknown';

/** What each of them is, and how it comes about. */
export const keyFaults: Readonly<Record<KeyFault, Fault>> = {
  'rsa-1024': {
    what: 'Its RSA key has 1,024 bits.',
    rfc: 'SP 800-131A 3',
    where: 'anywhere',
    code: 'rsa-key-too-small',
    apply: (draft, at) => void (draft.keys[at] = signerOf(rsaKeyOf(RSA_1024), rsaPkcs1Sha256)),
  },
  'rsa-2050': {
    what: 'The bits of its RSA key are no multiple of eight.',
    rfc: 'BR 6.1.5',
    where: 'anywhere',
    code: 'rsa-key-size-odd',
    profile: 'webpki',
    apply: (draft, at) => void (draft.keys[at] = signerOf(rsaKeyOf(RSA_2050), rsaPkcs1Sha256)),
  },
  'rsa-exponent-long': {
    what: 'The exponent of its RSA key has 90 bits.',
    rfc: 'RFC 8017 3.1',
    where: 'anywhere',
    code: 'rsa-exponent-bad',
    apply: (draft, at) =>
      void (draft.keys[at] = signerOf(rsaKeyOf(RSA_2048[at % RSA_2048.length] as [string, string], LONG_EXPONENT), rsaPkcs1Sha256)),
  },
  'rsa-exponent-1': {
    what: 'The exponent of its RSA key is 1: what is signed is its own signature.',
    rfc: 'RFC 8017 3.1',
    where: 'leaf',
    code: 'rsa-exponent-bad',
    apply: (draft, at) => change(draft, at, { publicKey: rsaPublicKey(1n) }),
  },
  'rsa-exponent-even': {
    what: 'The exponent of its RSA key is even.',
    rfc: 'RFC 8017 3.1',
    where: 'leaf',
    code: 'rsa-exponent-bad',
    apply: (draft, at) => change(draft, at, { publicKey: rsaPublicKey(65_536n) }),
  },
  'rsa-16392': {
    what: 'Its RSA key has 16,392 bits, which cost whoever verifies with it.',
    rfc: 'RFC 5280 8',
    where: 'leaf',
    code: 'rsa-key-too-large',
    apply: (draft, at) => change(draft, at, { publicKey: encodePublicKey({ kind: 'rsa', n: (1n << 16_391n) + 1n, e: 65_537n }) }),
  },
  'rsa-parameters-missing': {
    what: 'The identifier of its RSA key lacks the NULL that belongs there.',
    rfc: 'RFC 3279 2.3.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'rsa',
        (algorithm) => algorithm.oid(RSA_ENCRYPTION),
        (key) => key,
      ),
  },
  'rsa-modulus-negative': {
    what: 'The modulus of its RSA key is negative.',
    rfc: 'RFC 8017 A.1.1',
    where: 'anywhere',
    code: 'key-not-supported',
    // The octet 0 that keeps the modulus positive becomes 0xFF: header 4, header of the INTEGER 4.
    apply: (draft, at) => rewrite(draft, at, 'rsa', rsaAlgorithm, (key) => key.map((octet, index) => (index === 8 ? 0xff : octet))),
  },
  'rsa-trailing-octets': {
    what: 'Its RSA key is followed by further octets.',
    rfc: 'RFC 3279 2.3.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) => rewrite(draft, at, 'rsa', rsaAlgorithm, (key) => concatBytes(key, Uint8Array.of(5, 0))),
  },
  'ec-curve-explicit': {
    what: 'The curve of its key is given by its parameters, and not by its name.',
    rfc: 'RFC 5480 2.1.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(EC_PUBLIC_KEY).raw(explicitP256()),
        (key) => key,
      ),
  },
  'ec-curve-missing': {
    what: 'The curve of its key is not said.',
    rfc: 'RFC 5480 2.1.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(EC_PUBLIC_KEY),
        (key) => key,
      ),
  },
  'ec-curve-implicit': {
    what: 'The curve of its key is that of its issuer.',
    rfc: 'RFC 5480 2.1.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(EC_PUBLIC_KEY).null(),
        (key) => key,
      ),
  },
  'ec-curve-unknown': {
    what: 'Its key is on a curve that nobody knows.',
    rfc: 'RFC 5480 2.1.1.1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(EC_PUBLIC_KEY).oid(oid('1.3.6.1.4.1.99999.3')),
        (key) => key,
      ),
  },
  'ec-point-hybrid': {
    what: 'Its public point is in the hybrid form.',
    rfc: 'RFC 5480 2.2',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(draft, at, 'ec', p256Algorithm, (key) => concatBytes(Uint8Array.of(6 | ((key[64] as number) & 1)), key.subarray(1))),
  },
  'ec-point-short': {
    what: 'Its public point lacks an octet.',
    rfc: 'RFC 5480 2.2',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) => rewrite(draft, at, 'ec', p256Algorithm, (key) => key.subarray(0, -1)),
  },
  'ec-point-at-infinity': {
    what: 'Its public point is the point at infinity.',
    rfc: 'RFC 5480 2.2',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) => rewrite(draft, at, 'ec', p256Algorithm, () => Uint8Array.of(0)),
  },
  'ed25519-parameters': {
    what: 'The identifier of its Ed25519 key has NULL parameters, where none may stand.',
    rfc: 'RFC 8410 3',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ed25519',
        (algorithm) => algorithm.oid(ED25519).null(),
        (key) => key,
      ),
  },
  'ed25519-key-short': {
    what: 'Its Ed25519 key has 31 octets.',
    rfc: 'RFC 8410 4',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ed25519',
        (algorithm) => algorithm.oid(ED25519),
        (key) => key.subarray(1),
      ),
  },
  'ed25519-key': {
    what: 'It has an Ed25519 key, which the web does not take.',
    rfc: 'BR 6.1.5',
    where: 'anywhere',
    code: 'key-kind-not-allowed',
    profile: 'webpki',
    apply: (draft, at) => void (draft.keys[at] = keyNamed(`ed25519 ${at}`)),
  },
  'dsa-key': {
    what: 'It has a DSA key.',
    rfc: 'RFC 8692 1',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(oid('1.2.840.10040.4.1')),
        () => Uint8Array.of(2, 1, 9),
      ),
  },
  'key-algorithm-unknown': {
    what: 'Its key is of an algorithm that nobody knows.',
    rfc: 'RFC 5280 4.1.2.7',
    where: 'anywhere',
    code: 'key-not-supported',
    apply: (draft, at) =>
      rewrite(
        draft,
        at,
        'ec',
        (algorithm) => algorithm.oid(oid('1.3.6.1.4.1.99999.4')),
        (key) => key,
      ),
  },
};

/** A prime of 90 bits. */
const LONG_EXPONENT = 618_970_019_642_690_137_449_562_141n;

function rsaPublicKey(e: bigint): Uint8Array {
  return encodePublicKey({ kind: 'rsa', n: rsaKeyOf(RSA_2048[0] as [string, string]).n, e });
}

/** Gives a certificate a key of a kind, its SubjectPublicKeyInfo written otherwise. */
function rewrite(
  draft: ChainDraft,
  at: number,
  kind: 'ec' | 'ed25519' | 'rsa',
  algorithm: (inner: DerWriter) => unknown,
  changeKey: (key: Uint8Array) => Uint8Array,
): void {
  const signer = kind === 'rsa' ? rsaKeyNumber(at) : keyNamed(`rewritten ${at}`, kind);
  const { key } = readDer(signer.publicKey, (reader) => readSubjectPublicKeyInfo(reader, ''));
  draft.keys[at] = signer;
  change(draft, at, {
    publicKey: encodeDer((out) =>
      out.sequence((info) =>
        info.sequence((inner) => void algorithm(inner)).value(BIT_STRING, concatBytes(Uint8Array.of(0), changeKey(key))),
      ),
    ),
  });
}

function rsaAlgorithm(algorithm: DerWriter): void {
  algorithm.oid(RSA_ENCRYPTION).null();
}

function p256Algorithm(algorithm: DerWriter): void {
  algorithm.oid(EC_PUBLIC_KEY).oid(P256);
}

/** ECParameters of P-256 (SEC 1 C.2, FIPS 186-4 D.1.2.3): field, coefficients, base point, order, cofactor. */
function explicitP256(): Uint8Array {
  const prime = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';
  const base =
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
  const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  const coefficients = [
    'ffffffff00000001000000000000000000000000fffffffffffffffffffffffc',
    '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b',
  ];
  return encodeDer((out) =>
    out.sequence((parameters) => {
      parameters.integer(1);
      parameters.sequence((field) => field.oid(oid('1.2.840.10045.1.1')).integer(BigInt(`0x${prime}`)));
      parameters.sequence((curve) => {
        for (const coefficient of coefficients) curve.octetString(fromHex(coefficient));
      });
      parameters
        .octetString(fromHex(base))
        .integer(BigInt(`0x${order}`))
        .integer(1);
    }),
  );
}
