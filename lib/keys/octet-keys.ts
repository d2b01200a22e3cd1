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
 *     SLH-DSA-SHA2-128S-PrivateKey ::= OCTET STRING (SIZE (64))  -- RFC 9909 section 5, its contents without a tag of their own
 */
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { type Oid, oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { context, OCTET_STRING } from '../asn1/tags.ts';
import { encodeDer } from '../asn1/writer.ts';
import { PkiError } from '../base/error.ts';
import { ED25519, ED448, X25519, X448 } from '../oids/algorithms.ts';
import type { MlDsaName, MlDsaPrivateKey, PublicKey, PrivateKey, SlhDsaName } from './types.ts';

/** What such a key is, without its octets. */
export type OctetKeyAlgorithm =
  | { readonly kind: 'ed25519' | 'ed448' | 'x25519' | 'x448' }
  | { readonly kind: 'ml-dsa'; readonly parameterSet: MlDsaName }
  | { readonly kind: 'slh-dsa'; readonly parameterSet: SlhDsaName };

/** Identifier and octets of public and private key of RFC 8410. */
const CURVE_KEYS: Readonly<Record<'ed25519' | 'ed448' | 'x25519' | 'x448', readonly [Oid, number]>> = {
  ed25519: [ED25519, 32],
  ed448: [ED448, 57],
  x25519: [X25519, 32],
  x448: [X448, 56],
};
/** Octets of public and expanded private keys (FIPS 204 table 2), in the order of their identifiers. */
const ML_DSA: Readonly<Record<MlDsaName, readonly [number, number]>> = {
  'ML-DSA-44': [1312, 2560],
  'ML-DSA-65': [1952, 4032],
  'ML-DSA-87': [2592, 4896],
};
/** NIST's arc of signature algorithms: ML-DSA has 17 to 19, SLH-DSA with SHA2 20 to 25 and with SHAKE 26 to 31. */
const NIST_SIGNATURES = '2.16.840.1.101.3.4.3.';
/** Octets of an ML-DSA seed (FIPS 204 algorithm 1). */
const SEED_OCTETS = 32;

/** The parameter set of SLH-DSA at a place, 0 to 11, of its arcs; undefined beyond them. */
function slhDsaName(place: number): SlhDsaName | undefined {
  const size = (['128s', '128f', '192s', '192f', '256s', '256f'] as const)[place % 6];
  return place > 11 || size === undefined ? undefined : `SLH-DSA-${place < 6 ? 'SHA2' : 'SHAKE'}-${size}`;
}

/** The algorithm of an identifier; undefined where its keys are none of these. */
export function octetKeyAlgorithmOf(identifier: string): OctetKeyAlgorithm | undefined {
  for (const kind of ['ed25519', 'ed448', 'x25519', 'x448'] as const) if (CURVE_KEYS[kind][0] === identifier) return { kind };
  if (!identifier.startsWith(NIST_SIGNATURES)) return undefined;
  const last = identifier.slice(NIST_SIGNATURES.length);
  // With a further arc below, 17.0 would read as 17.
  const arc = last.includes('.') ? -1 : Number(last) - 17;
  const mlDsa = (Object.keys(ML_DSA) as MlDsaName[])[arc];
  if (mlDsa !== undefined) return { kind: 'ml-dsa', parameterSet: mlDsa };
  const slhDsa = slhDsaName(arc - 3);
  return slhDsa === undefined ? undefined : { kind: 'slh-dsa', parameterSet: slhDsa };
}

/** The identifier of an algorithm. */
export function octetKeyOid(key: OctetKeyAlgorithm): Oid {
  if (key.kind === 'ml-dsa') return oid(`${NIST_SIGNATURES}${17 + Object.keys(ML_DSA).indexOf(key.parameterSet)}`);
  if (key.kind !== 'slh-dsa') return CURVE_KEYS[key.kind][0];
  let place = 0;
  while (place < 12 && slhDsaName(place) !== key.parameterSet) place++;
  return oid(`${NIST_SIGNATURES}${20 + place}`);
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
  return key.kind === 'slh-dsa' ? Number(/\d{3}/.exec(key.parameterSet)?.[0]) / 4 : CURVE_KEYS[key.kind][1];
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
