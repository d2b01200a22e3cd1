/** The rivals of the six main items in other engines (bench/speed/engines-script.ts). */
import { p256 } from '@noble/curves/nist.js';
import { PKCS1_SHA256 } from 'micro-rsa-dsa-dh/rsa.js';

export const rivals = { p256, rsa: PKCS1_SHA256 };
