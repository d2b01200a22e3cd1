/** EC key generation by rejection sampling (FIPS 186-5 A.2.2). */
import { bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { CurveName, EcPrivateKey } from '../../keys/types.ts';
import { curveGroup } from './curves.ts';
import { ecPublicKeyOf } from './points.ts';

/** A fresh key on a curve, with its public point. Throws `bad-random` where the source of random bytes is broken. */
export function generateEcKey(curve: CurveName, random: RandomBytes): EcPrivateKey {
  const { Fn } = curveGroup(curve);
  // P-521's order has 521 bits of 66 octets: the 7 bits above are cut, so that at most every second draw is refused.
  const mask = 0xff >> (8 * Fn.BYTES - Fn.BITS);
  for (let tries = 0; tries < 128; tries++) {
    const d = random(Fn.BYTES).slice();
    d[0] = (d[0] as number) & mask;
    if (Fn.isValidNot0(bytesToBigInt(d))) return { kind: 'ec', curve, d, point: ecPublicKeyOf({ kind: 'ec', curve, d }).point };
  }
  throw new PkiError('bad-random', 'the source of random bytes gave no usable scalar in 128 tries');
}
