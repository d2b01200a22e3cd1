/**
 * The public key of a certificate as far as OpenSSL's judgement needs it: its type (EVP_PKEY_is_a), its bits of security (EVP_PKEY_get_security_bits), and the
 * key itself where this toolkit computes with it. OpenSSL loads keys of more kinds than that: they have a type and a strength, and no signature verifies under them.
 *
 * Left out: keys whose parameters are inherited from the issuer, DH, SM2's own type, GOST.
 */
import { DerReader } from '../asn1/reader.ts';
import { OBJECT_IDENTIFIER, SEQUENCE } from '../asn1/tags.ts';
import { bitLength, bytesToBigInt } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { anyCurveParameters } from '../crypto/ec/further-parameters.ts';
import type { CurveParameters } from '../crypto/ec/parameters.ts';
import { decodedPoint } from '../crypto/ec/points.ts';
import { CURVE_NAMES, curveOfOid } from '../keys/curves.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { PublicKey, RsaPublicKey } from '../keys/types.ts';
import { DSA, EC_PUBLIC_KEY, ED25519, ED448, RSA_ENCRYPTION, RSASSA_PSS, X25519, X448 } from '../oids/algorithms.ts';
import { curveSizes, hasPointForm } from './curves.ts';
import type { OpensslVersion } from './types.ts';

/** Names of OpenSSL's key types. */
export type KeyType = 'RSA' | 'RSA-PSS' | 'EC' | 'ED25519' | 'ED448' | 'X25519' | 'X448' | 'DSA';

/** A public key that OpenSSL loads. */
export interface KeyFacts {
  readonly type: KeyType;
  readonly securityBits: number;
  /** The curve is given by its numbers. */
  readonly explicitCurve: boolean;
  /** Absent where this toolkit does not compute with it. */
  readonly key?: PublicKey;
}

/** What OpenSSL knows of a key; undefined where it loads none. */
export function keyFactsOf(spki: SubjectPublicKeyInfo, openssl: OpensslVersion): KeyFacts | undefined {
  const read = catchMalformed(() => readKey(spki, openssl));
  return read instanceof PkiError ? undefined : read;
}

function readKey(spki: SubjectPublicKeyInfo, openssl: OpensslVersion): KeyFacts | undefined {
  const { oid } = spki.algorithm;
  if (oid === RSA_ENCRYPTION) return rsaFacts('RSA', readRsa(spki.key), openssl);
  if (oid === RSASSA_PSS) {
    const key = parsePublicKey(spki);
    return key.kind === 'rsa-pss' ? rsaFacts('RSA-PSS', key, openssl) : undefined;
  }
  if (oid === EC_PUBLIC_KEY) return ecFacts(spki);
  if (oid === DSA) return { type: 'DSA', securityBits: dsaBits(spki), explicitCurve: false };
  const octets = OCTET_KEYS[oid];
  if (octets === undefined || spki.algorithm.parameters !== undefined || spki.key.length !== octets[1]) return undefined;
  const [type, , securityBits] = octets;
  return { type, securityBits, explicitCurve: false, key: parsePublicKey(spki) };
}

/** Keys that are octets: type, length, bits of security. */
const OCTET_KEYS: Readonly<Record<string, readonly [type: KeyType, octets: number, securityBits: number]>> = {
  [ED25519]: ['ED25519', 32, 128],
  [ED448]: ['ED448', 57, 224],
  [X25519]: ['X25519', 32, 128],
  [X448]: ['X448', 56, 224],
};

/** RSAPublicKey; the numbers' signs do not count, and neither do parameters of the algorithm. */
function readRsa(octets: Uint8Array): RsaPublicKey {
  return new DerReader(octets, { deviations: [] }).sequence('', (inner) => {
    const read = (): bigint => {
      const content = inner.integer('');
      if (content.length > MAX_RSA_OCTETS) inner.fail('key-too-large', `a number of ${content.length} octets`);
      return bytesToBigInt(content);
    };
    return { kind: 'rsa', n: read(), e: read() };
  });
}

/** Numbers that are read at all: four times the largest modulus that OpenSSL computes with. */
const MAX_RSA_OCTETS = 8192;

function rsaFacts(type: KeyType, key: PublicKey & { readonly n: bigint }, openssl: OpensslVersion): KeyFacts {
  const bits = bitLength(key.n);
  return { type, securityBits: strengthOf(bits, openssl === '3.0' ? RSA_STRENGTH : OLD_STRENGTH), explicitCurve: false, key };
}

type Steps = readonly (readonly [from: number, bits: number])[];

/**
 * From how many bits of the modulus each level of strength is reached: RSA_security_bits of 3.0, which is the formula of NIST SP 800-56B appendix D rounded to
 * eights, with its canonical values.
 */
const RSA_STRENGTH: Steps = [
  [13_914, 256],
  [6947, 192],
  [2671, 128],
  [1963, 112],
  [920, 80],
];

/** BN_security_bits: RSA in 1.1.1, and DSA. */
const OLD_STRENGTH: Steps = [
  [15_360, 256],
  [7680, 192],
  [3072, 128],
  [2048, 112],
  [1024, 80],
];

/** Bits of the order and what they are worth (ec_security_bits). */
const EC_STRENGTH: Steps = [
  [512, 256],
  [384, 192],
  [256, 128],
  [224, 112],
  [160, 80],
];

function strengthOf(size: number, steps: Steps): number {
  return steps.find(([from]) => size >= from)?.[1] ?? 0;
}

/** In DSA the shorter of both groups counts. */
function dsaBits({ algorithm }: SubjectPublicKeyInfo): number {
  if (algorithm.parameters?.tag !== SEQUENCE) return 0;
  const read = new DerReader(algorithm.parameters.der, { deviations: [] });
  const [p, q] = read.sequence('', (inner) => {
    const sizes = [bitLength(bytesToBigInt(inner.integer(''))), bitLength(bytesToBigInt(inner.integer('')))] as const;
    inner.integer('');
    return sizes;
  });
  const half = Math.floor(q / 2);
  return half < 80 ? 0 : Math.min(half, strengthOf(p, OLD_STRENGTH));
}

function ecFacts(spki: SubjectPublicKeyInfo): KeyFacts | undefined {
  const { parameters } = spki.algorithm;
  if (parameters?.tag === SEQUENCE) return explicitFacts(parameters.der, spki.key);
  if (parameters?.tag !== OBJECT_IDENTIFIER) return undefined;
  const oid = new DerReader(parameters.der, { deviations: [] }).oid('');
  const sizes = curveSizes(oid);
  if (sizes === undefined) return undefined;
  const facts: KeyFacts = { type: 'EC', securityBits: strengthOf(sizes.bits, EC_STRENGTH), explicitCurve: false };
  const curve = curveOfOid(oid);
  // whether the point lies on such a curve cannot be said here
  if (curve === undefined) return hasPointForm(spki.key, sizes.fieldBits) ? facts : undefined;
  const key = { kind: 'ec', curve, point: plainPoint(spki.key) } as const;
  return decodedPoint(key) === undefined ? undefined : { ...facts, key };
}

/** The hybrid form, which OpenSSL takes where its head fits its second coordinate, as the uncompressed one. */
function plainPoint(octets: Uint8Array): Uint8Array {
  const head = octets[0] as number;
  const odd = (octets.at(-1) as number) & 1;
  if (head !== 6 + odd) return octets;
  const plain = octets.slice();
  plain[0] = 4;
  return plain;
}

/**
 * A curve by its numbers. Where they are all those of a curve with a name, its generator too (CVE-2020-0601), the key is one of that curve; 3.0 takes no such key
 * above a leaf, 1.1.1 does.
 */
function explicitFacts(der: Uint8Array, octets: Uint8Array): KeyFacts | undefined {
  const { field, a, b, base, order } = new DerReader(der, { deviations: [] }).sequence('', (inner) => {
    inner.integer('');
    const prime = inner.sequence('', (list) => (list.oid('') === PRIME_FIELD ? unsigned(list) : void list.any('')));
    const coefficients = inner.sequence('', (list) => {
      const both = [list.octetString(''), list.octetString('')].map(bytesToBigInt);
      while (!list.done) list.any('');
      return both;
    });
    const generator = inner.octetString('');
    const read = { field: prime, a: coefficients[0], b: coefficients[1], base: generator, order: unsigned(inner) };
    while (!inner.done) inner.any('');
    return read;
  });
  const facts: KeyFacts = { type: 'EC', securityBits: strengthOf(bitLength(order), EC_STRENGTH), explicitCurve: true };
  const curve = CURVE_NAMES.find((name) => {
    const known = anyCurveParameters(name);
    return known.p === field && known.a === a && known.b === b && known.n === order && isGenerator(known, base);
  });
  if (curve === undefined) return facts;
  const key = { kind: 'ec', curve, point: plainPoint(octets) } as const;
  return decodedPoint(key) === undefined ? undefined : { ...facts, key };
}

const PRIME_FIELD = '1.2.840.10045.1.1';

function unsigned(reader: DerReader): bigint {
  return bytesToBigInt(reader.integer(''));
}

/** The generator in any of its three forms. */
function isGenerator({ Gx, Gy, p }: CurveParameters, base: Uint8Array): boolean {
  const size = Math.ceil(bitLength(p) / 8);
  const odd = Number(Gy & 1n);
  const [head, rest] = [base[0] as number, base.subarray(1)];
  if (head === 2 + odd) return rest.length === size && bytesToBigInt(rest) === Gx;
  if (head !== 4 && head !== 6 + odd) return false;
  return rest.length === 2 * size && bytesToBigInt(rest.subarray(0, size)) === Gx && bytesToBigInt(rest.subarray(size)) === Gy;
}
