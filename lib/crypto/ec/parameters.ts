/** The domain parameters of P-256, P-384 and P-521 (FIPS 186-5, SP 800-186 3.2.1; SEC 2 2.4.2, 2.5.1, 2.6.1). */
import { PkiError } from '../../base/error.ts';
import type { CurveName } from '../../keys/types.ts';

/** Domain parameters of y^2 = x^3 + ax + b over the integers modulo p, with a base point of order n and cofactor h. */
export interface CurveParameters {
  readonly p: bigint;
  readonly n: bigint;
  readonly h: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
}

/** Hexadecimal p, n, b, Gx, Gy; a = p - 3 and the cofactor is 1 on all three. */
const CURVES: Readonly<Partial<Record<CurveName, readonly [p: string, n: string, b: string, gx: string, gy: string]>>> = {
  'P-256': [
    'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff',
    'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b',
    '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  ],
  'P-384': [
    'fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff',
    'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    'b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef',
    'aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7',
    '3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
  ],
  'P-521': [
    '01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    '0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00',
    '00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66',
    '011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650',
  ],
};

/** Whether a curve is one of the three, which verification has arithmetic of its own for. */
export function isUsualCurve(curve: CurveName): boolean {
  return Object.hasOwn(CURVES, curve);
}

/** The parameters of one of the three. Throws `unsupported-curve` for another name. */
export function curveParameters(curve: CurveName): CurveParameters {
  const known = isUsualCurve(curve) ? CURVES[curve] : undefined;
  if (known === undefined) throw new PkiError('unsupported-curve', `no numbers for ${curve}`);
  const [p, n, b, Gx, Gy] = known.map((hex) => BigInt(`0x${hex}`)) as [bigint, bigint, bigint, bigint, bigint];
  return { p, n, h: 1n, a: p - 3n, b, Gx, Gy };
}
