/** What the rows of calls are written with: bounds of limbs, and the calls that a kernel is proved for. */

/** Bounds of the limbs of an operand. */
export type Shape = readonly bigint[];

/** Which numbers there are. They differ in the topmost limb, where reduction from below has its slack; from above every limb is carried. */
export interface Shapes {
  /** Three octets to a limb, as read; constants. */
  readonly octets: Shape;
  /** A product. */
  readonly product: Shape;
  /** A coordinate of a point: a product and at most eight more. */
  readonly coordinate: Shape;
  /** A product less a coordinate. */
  readonly difference: Shape;
  /** Three times a product, carried once. */
  readonly triple: Shape;
}

/** A row: what a call computes, the bounds of a, of b, of k * c (absent: nothing is added) and of the result (absent: a product). */
export type Row = readonly [what: string, a: Shape, b: Shape, c?: Shape, result?: Shape];

/** The rows of one user of the kernels: those for the primes of Weierstrass curves, and those for the prime of the Edwards curve. */
export interface Rows {
  readonly weierstrass: (shapes: Shapes) => readonly Row[];
  readonly edwards: (shapes: Shapes) => readonly Row[];
}

/** A multiple of a number of that shape. */
export const times = (factor: bigint, shape: Shape): Shape => shape.map((bound) => factor * bound);

/** A sum or a difference. */
export const plus = (one: Shape, other: Shape): Shape => one.map((bound, i) => bound + (other[i] as bigint));
