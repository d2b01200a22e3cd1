/** Reproducible octets in place of random ones: SHA-256 in counter mode over a seed. */
import { concatBytes, type RandomBytes, utf8 } from '../../../lib/base/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';

/** A source that gives the same octets for the same seed. */
export function testRandom(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      const block = sha256.digest(concatBytes(utf8(seed), Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter)));
      counter++;
      out.set(block.subarray(0, Math.min(32, length - offset)), offset);
    }
    return out;
  };
}
