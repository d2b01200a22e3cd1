/** Base64 (RFC 4648 section 4), strict: padding wanted, no characters besides the alphabet, zero padding bits. */
import { PkiError } from './error.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

const VALUES: Int8Array = /* @__PURE__ */ valuesByCharacter();

function valuesByCharacter(): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[ALPHABET.charCodeAt(i)] = i;
  return values;
}

/** Base64 text of the octets, without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out.push(
      ALPHABET.charAt(group >> 18) +
        ALPHABET.charAt((group >> 12) & 63) +
        (left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=') +
        (left > 2 ? ALPHABET.charAt(group & 63) : '='),
    );
  }
  return out.join('');
}

/**
 * Octets of a base64 text. Blanks, tabs and line ends are skipped, as PEM needs it (RFC 7468 section 2); anything else that is not of the alphabet,
 * wrong padding and non-zero padding bits throw `bad-base64` with the character's offset.
 */
export function decodeBase64(text: string): Uint8Array {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let count = 0;
  let pads = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 10 || char === 13 || char === 32 || char === 9) continue;
    if (char === PAD) {
      pads++;
      continue;
    }
    const value = char < 128 ? (VALUES[char] as number) : -1;
    if (value < 0) throw new PkiError('bad-base64', 'not a base64 character', { offset: i });
    if (pads > 0) throw new PkiError('bad-base64', 'base64 goes on after its padding', { offset: i });
    bits = (bits << 6) | value;
    if (++count % 4 === 0) {
      out[length++] = (bits >> 16) & 255;
      out[length++] = (bits >> 8) & 255;
      out[length++] = bits & 255;
      bits = 0;
    }
  }
  const rest = count % 4;
  if ((rest === 0 ? 0 : 4 - rest) !== pads || rest === 1)
    throw new PkiError('bad-base64', 'base64 of the wrong length or padding', { offset: text.length });
  const spare = rest === 2 ? 4 : 2;
  if (rest !== 0 && (bits & ((1 << spare) - 1)) !== 0)
    throw new PkiError('bad-base64', 'base64 with padding bits that are not zero', { offset: text.length });
  if (rest === 3) out[length++] = bits >> 10;
  if (rest !== 0) out[length++] = bits >> spare;
  return out.subarray(0, length);
}
