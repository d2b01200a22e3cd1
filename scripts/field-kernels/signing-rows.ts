/** The calls of signing beyond those of verification. */
import type { Rows } from './shapes.ts';

export const signingRows: Rows = { weierstrass: () => [], edwards: () => [] };
