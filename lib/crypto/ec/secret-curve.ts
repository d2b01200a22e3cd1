/**
 * What is done with secrets on curves: multiples of the base point and the second half of a signature. P-256, P-384 and P-521 have arithmetic made for it
 * (secret-weierstrass.ts), the other curves go through noble's (curves.ts), with BigInt.
 *
 * What is masked, on the three: the numbers are limbs of one length throughout, no branch and no address depends on them, and the points are made random
 * for each signature (their denominator begins as a random number), so that the operands differ though the nonce be the same. The one inversion modulo n is done by
 * BigInt's division, which takes times that depend on the operand; it sees the nonce times a random number only. What is left: the engine's compilation
 * and collection of garbage, which depend on how often code has run and not on numbers; multiplication of doubles, which takes the same time for all normal numbers and 0 on
 * the processors of today; the reading out of results that are public then, whose last reduction knows which of two forms a number had. A processor's caches
 * and predictors learn nothing; power and radiation are out of reach for JavaScript.
 */
import { bytesToBigInt } from '../../base/bytes.ts';
import type { CurveName } from '../../keys/types.ts';
import { curveGroup } from './curves.ts';
import { isUsualCurve } from './parameters.ts';
import { type SecretCurve, secretWeierstrass } from './secret-weierstrass.ts';

/** The arithmetic of a curve, set up on first use. Throws `unsupported-curve` for a name that is none. */
export function secretCurve(curve: CurveName): SecretCurve {
  return isUsualCurve(curve) ? secretWeierstrass(curve) : overNoble(curve);
}

function overNoble(curve: CurveName): SecretCurve {
  const { BASE, Fn } = curveGroup(curve);
  const isInRange = (scalar: Uint8Array): boolean => scalar.length === Fn.BYTES && Fn.isValidNot0(bytesToBigInt(scalar));
  const multiple = (scalar: Uint8Array): typeof BASE => BASE.multiply(bytesToBigInt(scalar));
  return {
    n: Fn.ORDER,
    bits: Fn.BITS,
    octets: Fn.BYTES,
    isInRange,
    abscissa: (scalar) => multiple(scalar).toAffine().x,
    point: (scalar) => multiple(scalar).toBytes(false),
    quotient(nonce, message, r, d, blind) {
      const factor = Fn.create(bytesToBigInt(blind));
      const blinded = Fn.mul(factor, message) + Fn.mul(Fn.mul(factor, bytesToBigInt(d)), r);
      return Fn.mul(Fn.inv(Fn.mul(factor, bytesToBigInt(nonce))), Fn.create(blinded));
    },
  };
}
