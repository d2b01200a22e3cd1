/**
 * Secret multiples of a base point by a comb (Lim and Lee 1994, in the signed form of Hamburg 2012), which touches the same places in the same order whatever
 * the number is. The curves differ in their `CombGroup`.
 *
 * An odd number below 2^L is a sum of L terms +-2^i in one way only: bit i + 1 of the number tells the sign of term i, and the topmost sign is +. The terms
 * that lie `spacing` apart are the teeth of a comb; five of them make one table, of the 16 combinations in which the highest is +, and the others are their opposites.
 * So there is no digit 0, and an even number needs no case of its own: the order of the base point is odd, and adding it changes the parity, not the multiple.
 *
 * Constant in structure: every addition reads a whole table and multiplies each entry by 0 or 1, and the sign is a factor, 1 or -1. No branch and no address
 * depends on the number. The additions must be complete, right for all pairs of points: then it does not matter which sums are met.
 */
import type { Field } from './field.ts';
import { secretInverse } from './secret-inverse.ts';

/** A group written additively, with an accumulator and numbered slots for points of its own. */
export interface CombGroup {
  /** Where the slots are: limbs of all coordinates, and where the limbs of an addend begin for a slot. */
  readonly m: Float64Array;
  /** Limbs of an addend. */
  readonly width: number;
  /** Where the addend of a slot begins in `m`. */
  slot(index: number): number;
  /** Sets the accumulator to the neutral element; `blind`, which is not 0, becomes its denominator. */
  clear(blind: Uint8Array): void;
  /** Doubles the accumulator. */
  double(): void;
  /** Adds the addend that begins at `at`, times 1 or -1. */
  add(at: number, sign: number): void;
  /** Puts the accumulator into a slot. */
  keep(index: number): void;
  /** The accumulator becomes what was put into a slot that is no addend yet. */
  restore(index: number): void;
  /** Makes addends of slots, all at once. For public points only. */
  makeAddends(first: number, count: number): void;
}

/** A group over the field of a prime p. */
export interface FieldGroup extends CombGroup {
  readonly p: bigint;
  readonly field: Field;
  /** Where coordinates of the accumulator stand: Z is the denominator. */
  readonly X: number;
  readonly Y: number;
  readonly Z: number;
  /** A place that may be worked in when the accumulator is done with. */
  readonly T: number;
  /** Places for powers. */
  readonly POWERS: readonly number[];
}

const TEETH = 5;
const TABLES = 4;
const ENTRIES = 16;
/** Slots that making the tables takes; a group that only multiplies needs slot 0. */
export const SLOTS_FOR_TABLES: number = TEETH * TABLES * 2 + TABLES * ENTRIES;

/** The tables of a base point. */
export interface Comb {
  readonly spacing: number;
  /** Limb by limb, the 16 entries side by side. */
  readonly entries: Float64Array;
}

/** Tables for numbers of up to `bits` bits, of the point in the accumulator. */
export function makeComb(group: CombGroup, bits: number): Comb {
  const { m, width, slot } = group;
  const spacing = Math.ceil((bits + 1) / (TEETH * TABLES));
  const one = Uint8Array.of(1);
  // Every tooth and its double.
  for (let tooth = 0; tooth < TEETH * TABLES; tooth++) {
    group.keep(2 * tooth);
    group.double();
    group.keep(2 * tooth + 1);
    for (let i = 1; i < spacing; i++) group.double();
  }
  const first = 2 * TEETH * TABLES;
  group.makeAddends(0, first);
  for (let table = 0; table < TABLES; table++) {
    const [lowest, at] = [2 * TEETH * table, first + ENTRIES * table];
    group.clear(one);
    for (let tooth = 0; tooth < TEETH; tooth++) group.add(slot(lowest + 2 * tooth), tooth === TEETH - 1 ? 1 : -1);
    group.keep(at);
    for (let entry = 1; entry < ENTRIES; entry++) {
      group.restore(at + (entry & (entry - 1)));
      group.add(slot(lowest + 2 * (31 - Math.clz32(entry & -entry)) + 1), 1);
      group.keep(at + entry);
    }
  }
  group.makeAddends(first, TABLES * ENTRIES);
  const entries = new Float64Array(TABLES * width * ENTRIES);
  for (let table = 0; table < TABLES; table++)
    for (let entry = 0; entry < ENTRIES; entry++)
      for (let limb = 0; limb < width; limb++)
        entries[(table * width + limb) * ENTRIES + entry] = m[slot(first + ENTRIES * table + entry) + limb] as number;
  return { spacing, entries };
}

/**
 * The base point times `scalar`, which is below `order`, both big-endian and of the same length: the affine coordinate that stands at a place of the accumulator,
 * which is public then. `blind`, random octets, makes points random.
 */
export function affineMultiple(
  group: FieldGroup,
  comb: Comb,
  scalar: Uint8Array,
  order: Uint8Array,
  blind: Uint8Array,
): (coordinate: number) => bigint {
  const { field, Z, T, POWERS } = group;
  // Shorter than the prime, and odd: neither 0 nor anything but itself modulo the prime.
  const denominator = blind.slice(0, order.length - 1);
  denominator[denominator.length - 1] = (denominator[denominator.length - 1] as number) | 1;
  combMultiple(group, comb, scalar, order, denominator);
  secretInverse(field, T, Z, group.p, POWERS);
  return (coordinate) => {
    field.mul(coordinate, coordinate, T);
    return field.unload(coordinate);
  };
}

/** Leaves in the accumulator the multiple of the base point by `scalar`. */
function combMultiple(group: CombGroup, { spacing, entries }: Comb, scalar: Uint8Array, order: Uint8Array, blind: Uint8Array): void {
  const signs = combSigns(scalar, order, spacing * TEETH * TABLES);
  group.clear(blind);
  for (let column = spacing - 1; column >= 0; column--) {
    if (column !== spacing - 1) group.double();
    for (let table = 0; table < TABLES; table++) {
      const lowest = column + spacing * TEETH * table;
      group.add(group.slot(0), select(group, entries, table, signs, lowest, spacing));
    }
  }
}

/** The signs of the terms, 1 for +. */
function combSigns(scalar: Uint8Array, order: Uint8Array, length: number): Uint8Array {
  const octets = scalar.length;
  const even = 1 - ((scalar[octets - 1] as number) & 1);
  const signs = new Uint8Array(length);
  let carry = 0;
  for (let octet = 0; octet <= octets; octet++) {
    const sum = octet === octets ? carry : (scalar[octets - 1 - octet] as number) + even * (order[octets - 1 - octet] as number) + carry;
    carry = sum >> 8;
    for (let bit = 0; bit < 8; bit++) {
      const term = 8 * octet + bit - 1;
      if (term >= 0 && term < length) signs[term] = (sum >> bit) & 1;
    }
  }
  signs[length - 1] = 1;
  return signs;
}

/** Puts the entry of a table for five signs into slot 0, and returns its sign. */
function select(
  { m, width, slot }: CombGroup,
  entries: Float64Array,
  table: number,
  signs: Uint8Array,
  lowest: number,
  spacing: number,
): number {
  const sign = (tooth: number): number => signs[lowest + tooth * spacing] as number;
  const positive = sign(TEETH - 1);
  const wanted = (sign(0) | (sign(1) << 1) | (sign(2) << 2) | (sign(3) << 3)) ^ ((positive - 1) & (ENTRIES - 1));
  // 1 where the two are equal, else 0.
  const mask = (entry: number): number => ((wanted ^ entry) - 1) >>> 31;
  const [m0, m1, m2, m3] = [mask(0), mask(1), mask(2), mask(3)];
  const [m4, m5, m6, m7] = [mask(4), mask(5), mask(6), mask(7)];
  const [m8, m9, m10, m11] = [mask(8), mask(9), mask(10), mask(11)];
  const [m12, m13, m14, m15] = [mask(12), mask(13), mask(14), mask(15)];
  const to = slot(0);
  for (let limb = 0, at = table * width * ENTRIES; limb < width; limb++, at += ENTRIES)
    m[to + limb] =
      m0 * (entries[at] as number) +
      m1 * (entries[at + 1] as number) +
      m2 * (entries[at + 2] as number) +
      m3 * (entries[at + 3] as number) +
      m4 * (entries[at + 4] as number) +
      m5 * (entries[at + 5] as number) +
      m6 * (entries[at + 6] as number) +
      m7 * (entries[at + 7] as number) +
      m8 * (entries[at + 8] as number) +
      m9 * (entries[at + 9] as number) +
      m10 * (entries[at + 10] as number) +
      m11 * (entries[at + 11] as number) +
      m12 * (entries[at + 12] as number) +
      m13 * (entries[at + 13] as number) +
      m14 * (entries[at + 14] as number) +
      m15 * (entries[at + 15] as number);
  return 2 * positive - 1;
}
