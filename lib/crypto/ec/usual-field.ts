/** The field kernels of the curves that have arithmetic of their own. */
import type { CurveName } from '../../keys/types.ts';
import type { FieldKernel } from './field-kernel.ts';
import { fieldP256 } from './field-p256.ts';
import { fieldP384 } from './field-p384.ts';
import { fieldP521 } from './field-p521.ts';

/** The field of P-256, P-384 or P-521. That it is one of the three is the caller's to know, who has its parameters (`curveParameters`). */
export function usualField(curve: CurveName): FieldKernel {
  return curve === 'P-256' ? fieldP256 : curve === 'P-384' ? fieldP384 : fieldP521;
}
