/** What the method is tried on itself: two functions whose time tells their secret, which must be found, and one with no difference to find. */
import { randomBytes, sign, generateKeyPairSync } from 'node:crypto';
import { bytesToBigInt } from '../../lib/base/bytes.ts';
import type { Subject } from './measure.ts';

const INPUTS = 64;
const MODULUS = (1n << 521n) - 1n;

/** `base^exponent mod MODULUS` by a sliding window over BigInt, as RSA keys were once used here: it passes over zeros, and multiplies once for each window. */
function slidingWindow(base: bigint, exponent: bigint): bigint {
  const odd: bigint[] = [base];
  for (let i = 1; i < 16; i++) odd.push(((odd[i - 1] as bigint) * base * base) % MODULUS);
  const bits = exponent.toString(2);
  let result = 1n;
  for (let i = 0; i < bits.length;) {
    let end = bits[i] === '0' ? i + 1 : Math.min(i + 5, bits.length);
    while (end > i + 1 && bits[end - 1] === '0') end--;
    for (let j = i; j < end; j++) result = (result * result) % MODULUS;
    if (bits[i] === '1') result = (result * (odd[Number.parseInt(bits.slice(i, end), 2) >> 1] as bigint)) % MODULUS;
    i = end;
  }
  return result;
}

/** Compares as most people would: up to the first difference. */
function equalUpToTheFirst(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const times = <T>(make: () => T): T[] => Array.from({ length: INPUTS }, make);

/** The controls. */
export const controls: readonly Subject[] = [
  {
    name: 'sliding-window',
    classes: 'one exponent / random exponents',
    role: 'leaky',
    prepare: () => {
      const base = bytesToBigInt(randomBytes(65));
      const one = (1n << 511n) | bytesToBigInt(randomBytes(48));
      return {
        classes: [times(() => one), times(() => (1n << 511n) | bytesToBigInt(randomBytes(63)))],
        run: (exponent: bigint) => slidingWindow(base, exponent),
      };
    },
  },
  {
    name: 'early-exit',
    classes: 'the right tag / random tags',
    role: 'leaky',
    prepare: () => {
      const tag = randomBytes(64);
      return {
        classes: [times(() => Uint8Array.from(tag)), times(() => randomBytes(64))],
        run: (input: Uint8Array) => equalUpToTheFirst(tag, input),
      };
    },
  },
  {
    name: 'openssl-p256',
    classes: 'random messages / random messages',
    role: 'even',
    prepare: () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const messages = (): Uint8Array[] => times(() => randomBytes(32));
      return { classes: [messages(), messages()], run: (message: Uint8Array) => sign('sha256', message, privateKey) };
    },
  },
];
