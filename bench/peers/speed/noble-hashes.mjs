/** @noble/hashes, which hashes for certwright, too. */
import { sha256 } from '@noble/hashes/sha2.js';

export const peer = { name: '@noble/hashes', package: '@noble/hashes', items: { 'sha256-40mb': (fx) => () => sha256(fx.large) } };
