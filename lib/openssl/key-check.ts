/** What `-check` finds, in OpenSSL's words (the reasons of its error queue). */
import { randomBytes } from '../api/random.ts';
import { findKeyDefect, type KeyDefect } from '../crypto/key-check.ts';
import { uncompressedPoint } from '../crypto/ec/points.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';

const REASONS: Partial<Readonly<Record<KeyDefect, string>>> = {
  'rsa-key-out-of-bounds': 'invalid keypair',
  'rsa-factors-wrong': 'n does not equal p q',
  'rsa-factor-composite': 'p not prime',
  'rsa-exponent-wrong': 'd e not congruent to 1',
  'rsa-crt-value-wrong': 'dmp1 not congruent to d',
  'scalar-out-of-range': 'invalid private key',
  'point-mismatch': 'invalid private key',
};

/** Why a private key is no good, undefined where it is. */
export function privateKeyReason(key: PrivateKey): string | undefined {
  const defect = findKeyDefect(key, randomBytes);
  return defect === undefined ? undefined : (REASONS[defect] ?? defect);
}

/** Why a public key is no good, undefined where it is: a point may miss its curve. */
export function publicKeyReason(key: PublicKey): string | undefined {
  return key.kind === 'ec' && uncompressedPoint(key) === undefined ? 'point is not on curve' : undefined;
}
