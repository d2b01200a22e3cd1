/**
 * The numbers of one curve: all its field elements live in one array, and every operation takes the places of its operands there, as the kernels do
 * (field-kernel.ts). What may be multiplied with what is the kernels' proof (scripts/field-kernels.ts): a new call wants a new row there. For public
 * data only: reading a number out, and asking whether it is 0, take times that depend on it.
 */
import { bigIntToBytes, bitLength } from '../../base/bytes.ts';
import type { FieldKernel } from './field-kernel.ts';

/** Operations on the places of an array. */
export interface Field {
  /** The array. */
  readonly m: Float64Array;
  /** Where the elements begin: place(i) is the i-th. */
  place(index: number): number;
  /** m[o] = m[a] * m[b] + k * m[c] modulo p. */
  mul(o: number, a: number, b: number, k?: number, c?: number): void;
  /** m[o] = j * m[a] + k * m[b], limb by limb: to be multiplied next, or added to. */
  sum(o: number, j: number, a: number, k: number, b: number): void;
  /** m[o] = m[a]. */
  copy(o: number, a: number): void;
  /** Reads a number below 2^(8 * octets of p), big-endian. */
  load(o: number, octets: Uint8Array): void;
  /** Reads a number from 0 to p - 1. */
  loadNumber(o: number, value: bigint): void;
  /** The number in a place, from 0 to p - 1. Place 0 is worked in, and must not be asked for. */
  unload(a: number): bigint;
  /** Whether a product, or a product less a product or a coordinate, is 0 modulo p. */
  isZero(a: number): boolean;
  /** m[o] = m[a] to the power `exponent`, which is not 0; `o` is another place. */
  raise(o: number, a: number, exponent: bigint): void;
}

/** Puts a big-endian number into `count` limbs of m from `o` on, three octets each; what they do not hold is left out. */
export function readLimbs(m: Float64Array, o: number, count: number, octets: Uint8Array): void {
  for (let i = 0, end = octets.length; i < count; i++, end -= 3)
    m[o + i] = (octets[end - 1] ?? 0) | ((octets[end - 2] ?? 0) << 8) | ((octets[end - 3] ?? 0) << 16);
}

/** The field of p with `count` places, of which the first two are its own. */
export function setUpField({ limbs, factorBits, zeroLimb, multiply }: FieldKernel, p: bigint, count: number): Field {
  const m = new Float64Array(limbs * count);
  const octets = Math.ceil(bitLength(p) / 8);
  const [WORK, FACTOR] = [0, limbs];

  const mul = (o: number, a: number, b: number, k = 0, c = 0): void => multiply(m, o, a, b, k, c);

  const copy = (o: number, a: number): void => void m.copyWithin(o, a, a + limbs);

  const load = (o: number, bytes: Uint8Array): void => {
    readLimbs(m, o, limbs, bytes);
    mul(o, o, FACTOR);
  };

  /** The number in a place as it stands, factor included, modulo p. */
  const residue = (a: number): bigint => {
    let value = 0n;
    for (let i = limbs - 1; i >= 0; i--) value = (value << 24n) + BigInt(m[a + i] as number);
    const rest = value % p;
    return rest < 0n ? rest + p : rest;
  };

  readLimbs(m, FACTOR, limbs, bigIntToBytes((1n << BigInt(2 * factorBits)) % p, octets));
  return {
    m,
    place: (index) => index * limbs,
    mul,
    sum(o, j, a, k, b) {
      for (let i = 0; i < limbs; i++) m[o + i] = j * (m[a + i] as number) + k * (m[b + i] as number);
    },
    copy,
    load,
    loadNumber: (o, value) => load(o, bigIntToBytes(value, octets)),
    unload(a) {
      m.fill(0, WORK, limbs);
      m[WORK] = 1;
      mul(WORK, a, WORK);
      return residue(WORK);
    },
    isZero: (a) => Math.abs(m[a] as number) <= zeroLimb && residue(a) === 0n,
    raise(o, a, exponent) {
      copy(o, a);
      for (const bit of exponent.toString(2).slice(1)) {
        mul(o, o, o);
        if (bit === '1') mul(o, o, a);
      }
    },
  };
}
