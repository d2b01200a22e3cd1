/**
 * ECPrivateKey (SEC 1 C.4, RFC 5915 section 3), both ways.
 *
 *     ECPrivateKey ::= SEQUENCE {
 *       version        INTEGER { ecPrivkeyVer1(1) } (ecPrivkeyVer1),
 *       privateKey     OCTET STRING,
 *       parameters [0] ECParameters {{ NamedCurve }} OPTIONAL,
 *       publicKey  [1] BIT STRING OPTIONAL
 *     }
 *
 * Whether the scalar is in range and the point belongs to it is arithmetic, which `lib/crypto` does.
 */
import { PkiError } from '../base/error.ts';
import { equalBytes } from '../base/bytes.ts';
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { type DerReader, readDer, readSequence } from '../asn1/reader.ts';
import { contextConstructed } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { curveFieldOctets, curveOid } from './curves.ts';
import { decodeCurve } from './key-algorithm.ts';
import { assertPointForm } from './public-key.ts';
import type { CurveName, EcPrivateKey } from './types.ts';

/** How an ECPrivateKey is read. */
export interface Sec1Options extends DerReaderOptions {
  /** The curve as told outside of the structure: by PKCS#8, or by an `EC PARAMETERS` block. */
  readonly curve?: CurveName;
}

/**
 * Reads an ECPrivateKey that is the whole input. The scalar should have exactly as many octets as the group order (RFC 5915 section 3); leading zeros that
 * are missing or too many are put right, because OpenSSL before 1.0.2 and Java left them away, and OpenSSL reads such keys to this day.
 *
 * Throws `missing-curve` where no curve is named inside or in the options, `curve-mismatch` where both are and differ, `bad-ec-key` for a scalar that is
 * empty or too long, `unsupported-version`, `bad-ec-point`, `explicit-curve-parameters`, `unsupported-curve`, and the codes of the DER reader.
 */
export function parseSec1(der: Uint8Array, options: Sec1Options = {}): EcPrivateKey {
  return readSequence(der, (key) => readSec1(key, options.curve), options);
}

function readSec1(key: DerReader, told: CurveName | undefined): EcPrivateKey {
  const version = key.smallInteger('version');
  if (version !== 1) key.fail('unsupported-version', `expected version 1 of an ECPrivateKey, found ${version}`, 'version');
  const octets = key.octetString('privateKey');
  const own = key.optionalExplicit(0, 'parameters', (inner) => decodeCurve(inner.any(''), inner.path()));
  const point = key.optionalExplicit(1, 'publicKey', (inner) => inner.bitStringOctets(''));
  const curve = own ?? told;
  if (curve === undefined) key.fail('missing-curve', 'an EC private key that does not name its curve', 'parameters');
  if (told !== undefined && own !== undefined && told !== own)
    key.fail('curve-mismatch', `the key names curve ${own}, what contains it ${told}`, 'parameters');
  const d = fullScalar(curve, octets, key.path('privateKey'));
  if (point === undefined) return { kind: 'ec', curve, d };
  assertPointForm(curve, point, key.path('publicKey'));
  return { kind: 'ec', curve, d, point };
}

/** The DER of an ECPrivateKey; the point is written where the key has one, the curve unless `parameters` is false (PKCS#8 names it outside). Throws `bad-ec-key` and `bad-ec-point`. */
export function encodeSec1(key: EcPrivateKey, { parameters = true }: { readonly parameters?: boolean } = {}): Uint8Array {
  const { curve, d, point } = key;
  assertScalarLength(curve, d, 'd');
  if (point !== undefined) assertPointForm(curve, point, 'point');
  return encodeSequence((inner) => {
    inner.integer(1).octetString(d);
    if (parameters) inner.constructed(contextConstructed(0), (explicit) => explicit.oid(curveOid(curve)));
    if (point !== undefined) inner.constructed(contextConstructed(1), (explicit) => explicit.bitString(point));
  });
}

/** The curve of an `EC PARAMETERS` block (RFC 5915 section 4 mentions it; OpenSSL writes it in front of EC keys). Throws as `parseSec1` does about curves. */
export function parseEcParameters(der: Uint8Array): CurveName {
  return decodeCurve(
    readDer(der, (reader) => reader.any('')),
    '',
  );
}

/** The scalar in as many octets as the group order has. */
function fullScalar(curve: CurveName, octets: Uint8Array, path: string): Uint8Array {
  const wanted = curveFieldOctets(curve);
  if (octets.length === wanted) return octets;
  const excess = Math.max(0, octets.length - wanted);
  if (octets.length === 0 || octets.subarray(0, excess).some((octet) => octet !== 0)) assertScalarLength(curve, octets, path);
  const d = new Uint8Array(wanted);
  d.set(octets.subarray(excess), wanted - octets.length + excess);
  return d;
}

function assertScalarLength(curve: CurveName, d: Uint8Array, path: string): void {
  const wanted = curveFieldOctets(curve);
  if (d.length !== wanted) throw new PkiError('bad-ec-key', `a private key of ${curve} has ${wanted} octets, not ${d.length}`, { path });
}

/** Puts two statements of the public point together. Throws `public-key-mismatch` where they differ. */
export function mergePoints(inner: Uint8Array | undefined, outer: Uint8Array | undefined, path: string): Uint8Array | undefined {
  if (inner !== undefined && outer !== undefined && !equalBytes(inner, outer))
    throw new PkiError('public-key-mismatch', 'the private key carries two public keys that differ', { path });
  return inner ?? outer;
}
