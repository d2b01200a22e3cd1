/** The primes that have kernels, with these. */
import { fieldEd25519 } from '../../../lib/crypto/ec/field-ed25519.ts';
import type { FieldKernel } from '../../../lib/crypto/ec/field-kernel.ts';
import { fieldP256 } from '../../../lib/crypto/ec/field-p256.ts';
import { fieldP384 } from '../../../lib/crypto/ec/field-p384.ts';
import { fieldP521 } from '../../../lib/crypto/ec/field-p521.ts';

/** Name, kernel and prime of each field. */
export const primeFields: readonly (readonly [name: string, kernel: FieldKernel, p: bigint])[] = [
  ['P-256', fieldP256, 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n],
  ['P-384', fieldP384, 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n],
  ['P-521', fieldP521, 2n ** 521n - 1n],
  ['Ed25519', fieldEd25519, 2n ** 255n - 19n],
];
