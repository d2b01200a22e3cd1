/** The calls of weierstrass.ts and edwards.ts, each with the largest operands it may have there. A product is a coordinate, and that a difference. */
import { plus, type Rows, times } from './shapes.ts';

export const verificationRows: Rows = {
  weierstrass: ({ octets, product, coordinate, difference, triple }) => [
    ['octets read', octets, octets],
    ['a number written out', difference, octets],
    ['a square root', coordinate, coordinate],
    ['the equation: x^3 + (b - 3x)', product, product, times(4n, product), coordinate],
    ['the equation: y^2 - (x^3 + (b - 3x))', product, product, coordinate, difference],
    ['doubling: Z^2, Y^2, X Y^2, Y^4', coordinate, coordinate],
    ['doubling: A = (X - Z^2)(X + Z^2)', plus(coordinate, product), plus(coordinate, product)],
    ['doubling: Z = 2 Y Z', times(2n, coordinate), product],
    ['doubling: X = (3A)^2 - 8B', triple, triple, times(8n, product), coordinate],
    ['doubling: Y = 3A (4B - X) - 8 Y^4', triple, plus(times(4n, product), coordinate), times(8n, product), coordinate],
    ['addition: Z^2, Z^3, X1 Z2^2, Y1 Z2^3, Z1 Z2', coordinate, product],
    ['addition: H = X2 Z1^2 - U, R = Y2 Z1^3 - S', coordinate, product, coordinate, difference],
    ['addition: H^2, H^3, U H^2, S H^3, Z1 Z2 H', difference, difference],
    ['addition: X = R^2 - H^3 - 2V', difference, difference, times(3n, product), coordinate],
    ['addition: Y = R (V - X) - S H^3', difference, plus(product, coordinate), product, coordinate],
    ['table: affine X and Y', coordinate, product],
  ],
  // Reduction is from above, where all numbers but sums have the shape of a product.
  edwards: ({ octets, product }) => {
    const two = times(2n, product);
    return [
      ['octets read', octets, octets],
      ['a number written out', product, octets],
      ['the equation and its root', product, product, product],
      ['doubling: E = (X + Y)^2 - X^2 - Y^2', two, two, two],
      ['doubling: F = Y^2 - X^2 - 2 Z^2 by G = Y^2 - X^2 and by E', times(4n, product), two],
      ['doubling: G and E by H = -X^2 - Y^2', two, two],
      ['addition: (Y1 - X1)(Y2 - X2), (Y1 + X1)(Y2 + X2), Z1 2 Z2', two, two],
      ['addition: products of E, F, G and H', two, two],
      ['table: 2 d T', product, two],
    ];
  },
};
