/**
 * The calls of secret-weierstrass.ts and secret-edwards.ts, each with the largest operands it may have there.
 *
 * Reduction from below leaves a number of at most half the prime, the product of both operands over R, and what is added; the topmost limb tells. The
 * coordinates of an accumulator are 2.25, 4.75 and 3.75 primes at most, a fixed point: with these an addition and a doubling give such coordinates again.
 */
import { plus, type Rows, type Shape, type Shapes, times } from './shapes.ts';

/** A number of so many quarters of a prime. */
function quarters(count: bigint, { product, coordinate }: Shapes): Shape {
  return product.map((bound, i) => {
    const prime = ((coordinate[i] as bigint) - bound) / 8n;
    return bound + (prime * (count - 4n)) / 4n;
  });
}

const sum = (...shapes: readonly Shape[]): Shape => shapes.reduce(plus);

export const signingRows: Rows = {
  weierstrass: (shapes) => {
    const { octets, product } = shapes;
    const [X, Y, Z] = [quarters(9n, shapes), quarters(19n, shapes), quarters(15n, shapes)];
    const none = times(0n, product);
    // What the formulas are made of: f, g, u and w of an addition, each the larger one.
    const [f, g] = [quarters(11n, shapes), quarters(22n, shapes)];
    const [u, w] = [quarters(39n, shapes), quarters(150n, shapes)];
    const [xz, tw, vw] = [quarters(12n, shapes), quarters(6n, shapes), quarters(5n, shapes)];
    const [m, v] = [plus(product, u), plus(product, Z)];
    const [uDoubling, wDoubling] = [quarters(27n, shapes), quarters(51n, shapes)];
    const [mDoubling, two] = [plus(product, uDoubling), times(2n, product)];
    return [
      ['secret: a denominator read', octets, octets],
      ['secret: addition: X1 X2', X, product],
      ['secret: addition: Y1 Y2', Y, product],
      ['secret: addition: f = (X1 + Y1)(X2 + Y2) - X1 X2 - Y1 Y2', sum(X, Y), two, two, f],
      ['secret: addition: g = Y2 Z1 + Y1', product, Z, Y, g],
      ['secret: addition: X2 Z1 + X1', product, Z, X, xz],
      ['secret: addition: u = 3 (X2 Z1 + X1) - 3 b Z1', product, Z, times(3n, xz), u],
      ['secret: addition: w = 3 b (X2 Z1 + X1) - 3 (X1 X2 + 3 Z1)', product, xz, times(3n, plus(product, times(3n, Z))), w],
      ['secret: addition: g w', g, w, none, tw],
      ['secret: addition: v w', v, w, none, vw],
      ['secret: addition: f v', f, v],
      ['secret: addition: X = f (Y1 Y2 + u) - g w', f, m, tw, X],
      ['secret: addition: Y = (Y1 Y2 + u)(Y1 Y2 - u) + 3 v w', m, m, times(3n, vw), Y],
      ['secret: addition: Z = g (Y1 Y2 - u) + 3 f v', g, m, times(3n, product), Z],
      ['secret: doubling: squares and products of coordinates', Y, Y],
      ['secret: doubling: u = 3 b Z^2 - 6 X Z', product, product, times(6n, product), uDoubling],
      ['secret: doubling: w = 6 b X Z - 3 (X^2 + 3 Z^2)', product, two, times(12n, product), wDoubling],
      ['secret: doubling: 2 Y Z w, v w', two, wDoubling],
      ['secret: doubling: X = 2 X Y (Y^2 - u) - 2 Y Z w', two, mDoubling, product, X],
      ['secret: doubling: Y = (Y^2 - u)(Y^2 + u) + 3 v w', mDoubling, mDoubling, times(3n, product), Y],
      ['secret: doubling: Z = 8 Y^3 Z', two, two, product, Z],
      ['secret: powers of Z, and division by it', Y, product],
    ];
  },
  // Reduction is from above, where all numbers but sums have the shape of a product.
  edwards: ({ product }) => {
    const two = times(2n, product);
    return [
      ['secret: addition: (Y1 - X1)(Y2 - X2), (Y1 + X1)(Y2 + X2), products of E, F, G and H', two, two],
      ['secret: doubling: E = (X + Y)^2 - X^2 - Y^2', two, two, two],
      ['secret: doubling: F = Y^2 - X^2 - 2 Z^2 by G = Y^2 - X^2 and by E', times(4n, product), two],
    ];
  },
};
