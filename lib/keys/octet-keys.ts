/**
 * Keys that are strings of octets of one length: those of RFC 8410 on Curve25519 and Curve448, ML-DSA (RFC 9881) and SLH-DSA (RFC 9909). Their
 * AlgorithmIdentifiers have no parameters.
 *
 *     CurvePrivateKey ::= OCTET STRING                    -- RFC 8410 section 7
 *
 *     ML-DSA-44-PrivateKey ::= CHOICE {                   -- RFC 9881 section 6
 *       seed [0] OCTET STRING (SIZE (32)),
 *       expandedKey OCTET STRING (SIZE (2560)),
 *       both SEQUENCE {
 *           seed OCTET STRING (SIZE (32)),
 *           expandedKey OCTET STRING (SIZE (2560)) } }
 *
 *     SLH-DSA-SHA2-128S-PrivateKey ::= OCTET STRING (SIZE (64))  -- RFC 9909 section 7, its contents without a tag of their own
 */
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { type Oid, oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { context, OCTET_STRING } from '../asn1/tags.ts';
import { encodeDer } from '../asn1/writer.ts';
import { PkiError } from '../base/error.ts';
import type { MlDsaName, MlDsaPrivateKey, PublicKey, PrivateKey, SlhDsaName } from './types.ts';

/** What such a key is, without its octets. */
export type OctetKeyAlgorithm =
  | { readonly kind: 'ed25519' | 'ed448' | 'x25519' | 'x448' }
  | { readonly kind: 'ml-dsa'; readonly parameterSet: MlDsaName }
  | { readonly kind: 'slh-dsa'; readonly parameterSet: SlhDsaName };

/** Octets of public and private keys of RFC 8410, in the order of their identifiers. */
const CURVE_KEYS: Readonly<Record<'x25519' | 'x448' | 'ed25519' | 'ed448', number>> = { x25519: 32, x448: 56, ed25519: 32, ed448: 57 };
/** Octets of public and expanded private keys (FIPS 204 table 2), in the order of their identifiers. */
const ML_DSA: Readonly<Record<MlDsaName, readonly [number, number]>> = {
  'ML-DSA-44': [1312, 2560],
  'ML-DSA-65': [1952, 4032],
  'ML-DSA-87': [2592, 4896],
};
/** Octets of an ML-DSA seed (FIPS 204 algorithm 1). */
const SEED_OCTETS = 32;

/** All algorithms with their identifiers: RFC 8410 section 3, and NIST's arc of signatures (RFC 9881 section 2, RFC 9909 section 3). */
function algorithms(): readonly (readonly [identifier: string, algorithm: OctetKeyAlgorithm])[] {
  const nist = '2.16.840.1.101.3.4.3.';
  const curves = Object.keys(CURVE_KEYS) as (keyof typeof CURVE_KEYS)[];
  const mlDsa = Object.keys(ML_DSA) as MlDsaName[];
  const sizes = ['128s', '128f', '192s', '192f', '256s', '256f'] as const;
  const slhDsa = (['SHA2', 'SHAKE'] as const).flatMap((hash) => sizes.map((size): SlhDsaName => `SLH-DSA-${hash}-${size}`));
  return [
    ...curves.map((kind, i) => [`1.3.101.${110 + i}`, { kind }] as const),
    ...mlDsa.map((parameterSet, i) => [nist + (17 + i), { kind: 'ml-dsa', parameterSet }] as const),
    ...slhDsa.map((parameterSet, i) => [nist + (20 + i), { kind: 'slh-dsa', parameterSet }] as const),
  ];
}

/** The algorithm of an identifier; undefined where its keys are none of these. */
export function octetKeyAlgorithmOf(identifier: string): OctetKeyAlgorithm | undefined {
  return algorithms().find(([known]) => known === identifier)?.[1];
}

/** The identifier of an algorithm. Throws `unsupported-key-algorithm` for a parameter set that is none. */
export function octetKeyOid(key: OctetKeyAlgorithm): Oid {
  const name = (of: OctetKeyAlgorithm): string => ('parameterSet' in of ? of.parameterSet : of.kind);
  const known = algorithms().find(([, algorithm]) => algorithm.kind === key.kind && name(algorithm) === name(key));
  if (known === undefined) throw new PkiError('unsupported-key-algorithm', `${name(key)} is no ${key.kind} that is supported`);
  return oid(known[0]);
}

/** The octets of a public key, their number checked; `path` is their place for errors. Throws `bad-key-length`. */
export function checkedPublicOctets(key: OctetKeyAlgorithm, octets: Uint8Array, path: string): Uint8Array {
  return withLength(key, octets, publicOctets(key), 'public key', path);
}

/** A public key of its octets. Throws `bad-key-length`. */
export function octetPublicKey(algorithm: OctetKeyAlgorithm, octets: Uint8Array, path: string): PublicKey {
  checkedPublicOctets(algorithm, octets, path);
  if (algorithm.kind === 'ml-dsa' || algorithm.kind === 'slh-dsa') return { ...algorithm, octets };
  return { kind: algorithm.kind, point: octets };
}

/** What the private key field of PKCS#8 holds, with the public key beside it. Throws `bad-key-length`, `public-key-mismatch`, and the codes of the DER reader. */
export function parseOctetPrivateKey(
  algorithm: OctetKeyAlgorithm,
  octets: Uint8Array,
  beside: Uint8Array | undefined,
  { path = '', ...place }: DerReaderOptions,
): PrivateKey {
  if (beside !== undefined) checkedPublicOctets(algorithm, beside, 'publicKey');
  if (algorithm.kind === 'ml-dsa') return parseMlDsa(algorithm.parameterSet, octets, { path, ...place });
  if (algorithm.kind === 'slh-dsa') {
    const size = publicOctets(algorithm);
    withLength(algorithm, octets, 2 * size, 'private key', path);
    if (beside !== undefined && !beside.every((octet, index) => octet === octets[size + index]))
      throw new PkiError('public-key-mismatch', 'the private key carries two public keys that differ', { path: 'publicKey' });
    return { ...algorithm, octets };
  }
  const inner = withLength(
    algorithm,
    readDer(octets, (reader) => reader.octetString(''), { path, ...place }),
    publicOctets(algorithm),
    'private key',
    path,
  );
  const point = beside === undefined ? {} : { point: beside };
  const { kind } = algorithm;
  return kind === 'ed25519' || kind === 'ed448' ? { kind, seed: inner, ...point } : { kind, scalar: inner, ...point };
}

function parseMlDsa(parameterSet: MlDsaName, octets: Uint8Array, options: DerReaderOptions): MlDsaPrivateKey {
  const seedTag = context(0);
  const key = readDer(
    octets,
    (reader): { seed?: Uint8Array; expanded?: Uint8Array } => {
      if (reader.peek() === seedTag) return { seed: reader.octetString('seed', seedTag) };
      if (reader.peek() === OCTET_STRING) return { expanded: reader.octetString('expandedKey') };
      return reader.sequence('both', (both) => ({ seed: both.octetString('seed'), expanded: both.octetString('expandedKey') }));
    },
    options,
  );
  return checkedMlDsa({ kind: 'ml-dsa', parameterSet, ...key }, options.path ?? '');
}

function checkedMlDsa(key: MlDsaPrivateKey, path: string): MlDsaPrivateKey {
  if (key.seed !== undefined) withLength(key, key.seed, SEED_OCTETS, 'seed', path);
  if (key.expanded !== undefined) withLength(key, key.expanded, ML_DSA[key.parameterSet][1], 'private key', path);
  return key;
}

/** What the private key field of PKCS#8 is to hold. Throws `bad-key-length`, and `bad-private-key` for an ML-DSA key of nothing. */
export function octetPrivateKeyField(key: Extract<PrivateKey, OctetKeyAlgorithm>): Uint8Array {
  if (key.kind === 'slh-dsa') return withLength(key, key.octets, 2 * publicOctets(key), 'private key', '');
  if (key.kind === 'ml-dsa') return mlDsaField(checkedMlDsa(key, ''));
  const octets = 'seed' in key ? key.seed : key.scalar;
  return encodeDer((writer) => writer.octetString(withLength(key, octets, publicOctets(key), 'private key', '')));
}

function mlDsaField({ seed, expanded }: MlDsaPrivateKey): Uint8Array {
  if (seed === undefined && expanded === undefined)
    throw new PkiError('bad-private-key', 'an ML-DSA private key with neither seed nor expanded key');
  return encodeDer((writer) => {
    if (expanded === undefined) writer.octetString(seed as Uint8Array, context(0));
    else if (seed === undefined) writer.octetString(expanded);
    else writer.sequence((both) => both.octetString(seed).octetString(expanded));
  });
}

function publicOctets(key: OctetKeyAlgorithm): number {
  if (key.kind === 'ml-dsa') return ML_DSA[key.parameterSet][0];
  return key.kind === 'slh-dsa' ? Number(/\d{3}/.exec(key.parameterSet)?.[0]) / 4 : CURVE_KEYS[key.kind];
}

function withLength(key: OctetKeyAlgorithm, octets: Uint8Array, wanted: number, what: string, path: string): Uint8Array {
  if (octets.length !== wanted)
    throw new PkiError(
      'bad-key-length',
      `a ${what} of ${'parameterSet' in key ? key.parameterSet : key.kind} has ${wanted} octets, not ${octets.length}`,
      { path },
    );
  return octets;
}
