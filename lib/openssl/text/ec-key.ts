/**
 * EC keys in `-text` dumps: on every curve OpenSSL 3.0 has a name for, and on curves given by their numbers (RFC 3279 2.3.5), which nothing else here takes.
 * On the curves this toolkit computes with, and on those given by numbers, the point must lie on the curve; on others its form and length are looked at.
 *
 *     ECParameters ::= SEQUENCE {
 *          version INTEGER, fieldID SEQUENCE { fieldType OBJECT IDENTIFIER, parameters ANY },
 *          curve SEQUENCE { a OCTET STRING, b OCTET STRING, seed BIT STRING OPTIONAL },
 *          base OCTET STRING, order INTEGER, cofactor INTEGER OPTIONAL }
 */
import type { DerElement } from '../../asn1/cursor.ts';
import { decodeOid } from '../../asn1/oid.ts';
import { DerReader } from '../../asn1/reader.ts';
import { BIT_STRING, INTEGER, OBJECT_IDENTIFIER, SEQUENCE } from '../../asn1/tags.ts';
import { bigIntToBytes, bytesToBigInt, concatBytes, equalBytes, fromHex } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { anyCurveParameters } from '../../crypto/ec/further-parameters.ts';
import type { CurveParameters } from '../../crypto/ec/parameters.ts';
import { CURVE_NAMES, curveOfOid } from '../../keys/curves.ts';
import type { CurveName } from '../../keys/types.ts';
import { hasPointForm } from '../../openssl-verify/curves.ts';
import { curveLines, curveWords } from './curves.ts';
import { bitsOf, numberText, octetsText } from './numbers.ts';
import { isPointOf, type NumberedCurve } from './points.ts';

/** The key behind `indent` blanks. Throws `unsupported-curve`, `bad-curve`, `bad-ec-point` and the codes of the DER reader where OpenSSL loads no key. */
export function ecText(point: Uint8Array, parameters: DerElement, indent: number): string {
  const named = parameters.tag === OBJECT_IDENTIFIER;
  if (!named && parameters.tag !== SEQUENCE) throw new PkiError('unsupported-curve', 'a key without a curve');
  const { bits, lines } = named ? namedCurve(point, parameters.content, indent) : numberedCurve(point, parameters.der, indent);
  // loaded, and then not printed
  if (isInfinity(point)) return '';
  return `${' '.repeat(indent)}Public-Key: (${bits} bit)\n${octetsText('pub:', point, indent)}${lines}`;
}

function isInfinity(point: Uint8Array): boolean {
  return point.length === 1 && point[0] === 0;
}

function namedCurve(point: Uint8Array, content: Uint8Array, indent: number): { readonly bits: number; readonly lines: string } {
  const oid = decodeOid(content, 0, content.length);
  const words = typeof oid === 'string' ? curveWords(oid) : undefined;
  if (typeof oid !== 'string' || words === undefined) throw new PkiError('unsupported-curve', 'a curve without a name');
  const known = curveOfOid(oid);
  const valid = known === undefined ? hasPointForm(point, words.fieldBits) : isPointOf(numbersOf(anyCurveParameters(known)), point);
  if (!valid && !isInfinity(point)) throw new PkiError('bad-ec-point', `no point of ${words.short}`);
  return { bits: words.bits, lines: curveLines(oid, indent) };
}

function numbersOf({ p, a, b }: CurveParameters): NumberedCurve {
  return { binary: false, modulus: p, fieldBits: bitsOf(p), a, b };
}

interface Parameters {
  readonly curve: NumberedCurve;
  /** Type of the field, a line; type of the basis, another, of binary fields. */
  readonly field: readonly string[];
  readonly seed: Uint8Array | undefined;
  readonly base: Uint8Array;
  readonly order: bigint;
  readonly cofactor: bigint;
}

/** Largest field OpenSSL takes, in bits. */
const MAX_FIELD_BITS = 661;

function bad(what: string): never {
  throw new PkiError('bad-curve', `parameters of a curve with ${what}`);
}

function numberedCurve(point: Uint8Array, der: Uint8Array, indent: number): { readonly bits: number; readonly lines: string } {
  const read = readParameters(der);
  const { curve, field, order } = read;
  if (!isPointOf(curve, read.base) || !(isPointOf(curve, point) || isInfinity(point))) bad('a point that is not on it');
  const { base, cofactor, seed } = { ...read, ...knownParameters(read) };
  const pad = ' '.repeat(indent);
  return {
    bits: bitsOf(order),
    lines: [
      ...field.map((line) => `${pad}${line}\n`),
      numberText(curve.binary ? 'Polynomial:' : 'Prime:', curve.modulus, indent),
      numberText('A:   ', curve.a, indent),
      numberText('B:   ', curve.b, indent),
      octetsText(`Generator (${FORMS[(base[0] as number) & 6]}):`, base, indent),
      numberText('Order: ', order, indent),
      numberText('Cofactor: ', cofactor, indent),
      seed === undefined ? '' : octetsText('Seed:', seed, indent),
    ].join(''),
  };
}

const FORMS: Readonly<Record<number, string>> = { 2: 'compressed', 4: 'uncompressed', 6: 'hybrid' };

/** Seeds of curves (SEC 2); the others computed with here have none. */
const SEEDS: Readonly<Partial<Record<CurveName, string>>> = {
  'P-224': 'bd71344799d5c7fcdc45b59fa3b9ab8f6a948bc5',
  'P-256': 'c49d360886e704936a6678e1139d26b7819f7e90',
  'P-384': 'a335926aa319a27a1d00896a6773a4827acdac73',
  'P-521': 'd09e8800291cb85396cc6717393284aaa0da64ba',
};

/** Where the numbers are those of a curve with a name, OpenSSL takes its own: an uncompressed generator, the cofactor, and the seed where there is any. */
function knownParameters({ curve, base, order, seed }: Parameters): Partial<Parameters> {
  const { modulus, a, b } = curve;
  const size = Math.ceil(bitsOf(modulus) / 8);
  const name = CURVE_NAMES.find((candidate) => {
    const known = anyCurveParameters(candidate);
    return known.p === modulus && known.a === a && known.b === b && known.n === order;
  });
  if (name === undefined) return {};
  const { Gx, Gy, h } = anyCurveParameters(name);
  const own = concatBytes(Uint8Array.of(4), bigIntToBytes(Gx, size), bigIntToBytes(Gy, size));
  const compressed = base.length === 1 + size && (base[0] as number) === 2 + Number(Gy & 1n);
  if (!equalBytes(own.subarray(1, compressed ? 1 + size : undefined), base.subarray(1))) return {};
  const known = SEEDS[name];
  return { base: own, cofactor: h, seed: seed === undefined || known === undefined ? undefined : fromHex(known) };
}

function readParameters(der: Uint8Array): Parameters {
  return new DerReader(der, { deviations: [] }).sequence('', (inner) => {
    inner.bigInteger('');
    const { binary, modulus, field } = inner.sequence('', readField);
    const fieldBits = bitsOf(modulus) - (binary ? 1 : 0);
    const { a, b, seed } = inner.sequence('', (list) => ({
      a: bytesToBigInt(list.octetString('')),
      b: bytesToBigInt(list.octetString('')),
      seed: list.optional(BIT_STRING, () => list.bitString('').bytes),
    }));
    if (seed?.length === 0) bad('an empty seed');
    const base = inner.octetString('');
    const order = inner.bigInteger('');
    const given = inner.optional(INTEGER, () => inner.bigInteger(''));
    if (order <= 0n || bitsOf(order) > fieldBits + 1) bad('an order of another size');
    if (given !== undefined && given < 0n) bad('a negative cofactor');
    const reduced = (value: bigint): bigint => (binary ? value : value % modulus);
    if (binary && Math.max(bitsOf(a), bitsOf(b)) > fieldBits) bad('coefficients that are too large');
    const curve = { binary, modulus, fieldBits, a: reduced(a), b: reduced(b) };
    const cofactor = given === undefined || given === 0n ? guessedCofactor(curve, order) : given;
    return { curve, field, seed, base, order, cofactor };
  });
}

function readField(reader: DerReader): { readonly binary: boolean; readonly modulus: bigint; readonly field: readonly string[] } {
  const type = reader.oid('');
  if (type === '1.2.840.10045.1.1') {
    const modulus = reader.bigInteger('');
    if (modulus <= 3n || (modulus & 1n) === 0n || bitsOf(modulus) > MAX_FIELD_BITS) bad('a modulus that is no odd prime up to 661 bits');
    return { binary: false, modulus, field: ['Field Type: prime-field'] };
  }
  if (type !== '1.2.840.10045.1.2') bad('another field');
  return reader.sequence('', (inner) => {
    const degree = inner.smallInteger('');
    const basis = inner.oid('');
    const trinomial = basis === '1.2.840.10045.1.2.3.2';
    if (!trinomial && basis !== '1.2.840.10045.1.2.3.3') bad('another basis');
    const read = (list: DerReader): number => list.smallInteger('');
    const terms = trinomial ? [read(inner)] : inner.sequence('', (list) => [read(list), read(list), read(list)]);
    const ascending = [0, ...terms, degree].every((term, index, all) => index === 0 || term > (all[index - 1] as number));
    if (degree > MAX_FIELD_BITS || !ascending) bad('a polynomial of another form');
    const modulus = [0, ...terms, degree].reduce((sum, term) => sum | (1n << BigInt(term)), 0n);
    return { binary: true, modulus, field: ['Field Type: characteristic-two-field', `Basis Type: ${trinomial ? 'tp' : 'pp'}Basis`] };
  });
}

/** ec_guess_cofactor: what Hasse's theorem leaves, and 0 where it leaves several. */
function guessedCofactor({ binary, modulus, fieldBits }: NumberedCurve, order: bigint): bigint {
  if (bitsOf(order) <= Math.floor((fieldBits + 1) / 2) + 3) return 0n;
  const size = binary ? 1n << BigInt(fieldBits) : modulus;
  return (size + 1n + (order >> 1n)) / order;
}
