/** Whether octets are a point of a curve (SEC 1 2.3.4; X9.62 hybrid forms too), for curves given by numbers of any size OpenSSL takes. Dumps alone use it. */
import { hasPointForm } from '../../openssl-verify/curves.ts';
import { bytesToBigInt } from '../../base/bytes.ts';

/** A curve over the integers modulo a prime, or over the polynomials modulo one of degree `fieldBits`. */
export interface NumberedCurve {
  readonly binary: boolean;
  /** The prime, or the polynomial's coefficients as bits. */
  readonly modulus: bigint;
  readonly fieldBits: number;
  readonly a: bigint;
  readonly b: bigint;
}

/** True for a point of the curve. Of compressed points in binary fields the x alone is looked at. */
export function isPointOf(curve: NumberedCurve, point: Uint8Array): boolean {
  const { binary, modulus: p, fieldBits, a, b } = curve;
  if (!hasPointForm(point, fieldBits)) return false;
  const form = point[0] as number;
  const size = Math.ceil(fieldBits / 8);
  const x = bytesToBigInt(point.subarray(1, 1 + size));
  const y = bytesToBigInt(point.subarray(1 + size));
  const limit = binary ? 1n << BigInt(fieldBits) : p;
  if (x >= limit || y >= limit) return false;
  if (binary) {
    if (form < 4) return true;
    const times = (left: bigint, right: bigint): bigint => multiplied(left, right, p, fieldBits);
    const square = times(x, x);
    return (times(y, y) ^ times(x, y)) === (times(square, x) ^ times(a, square) ^ b);
  }
  const right = (x * x * x + a * x + b) % p;
  if (form < 4) return right === 0n ? form === 2 : power(right, p >> 1n, p) === 1n;
  return (y * y) % p === right && (form === 4 || Number(y & 1n) === (form & 1));
}

/** The product of two polynomials over GF(2), reduced. */
function multiplied(left: bigint, right: bigint, modulus: bigint, degree: number): bigint {
  const top = 1n << BigInt(degree);
  let result = 0n;
  for (let bit = degree - 1; bit >= 0; bit--) {
    result <<= 1n;
    if ((result & top) !== 0n) result ^= modulus;
    if (((right >> BigInt(bit)) & 1n) === 1n) result ^= left;
  }
  return result;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
