/** EC key generation by rejection sampling (FIPS 186-5 A.2.2). */
import type { RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { CurveName, EcPrivateKey } from '../../keys/types.ts';
import { ecPublicKeyOf } from './points.ts';
import { secretCurve } from './secret-curve.ts';

/** A fresh key on a curve, with its public point. Throws `bad-random` where the source of random bytes is broken. */
export function generateEcKey(curve: CurveName, random: RandomBytes): EcPrivateKey {
  const { bits, octets, isInRange } = secretCurve(curve);
  // P-521's order has 521 bits of 66 octets: the 7 bits above are cut, so that at most every second draw is refused.
  const mask = 0xff >> (8 * octets - bits);
  for (let tries = 0; tries < 128; tries++) {
    const d = random(octets).slice();
    d[0] = (d[0] as number) & mask;
    if (isInRange(d)) return { kind: 'ec', curve, d, point: ecPublicKeyOf({ kind: 'ec', curve, d }).point };
  }
  throw new PkiError('bad-random', 'the source of random bytes gave no usable scalar in 128 tries');
}
