/** Octets of the encodings that vector files use. They are trusted files: bad text throws. */

/** Octets of hexadecimal text. */
export function hexBytes(text: string): Uint8Array {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) throw new Error(`not hexadecimal: ${text.slice(0, 40)}`);
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Octets of Base64 text. */
export function base64Bytes(text: string): Uint8Array {
  if (typeof text !== 'string') throw new Error('a test lacks one of its Base64 texts');
  return Uint8Array.from(decode(text), (character) => character.charCodeAt(0));
}

function decode(text: string): string {
  try {
    return atob(text);
  } catch {
    throw new Error(`not Base64: ${JSON.stringify(text.slice(0, 40))}`);
  }
}

/** True when both hold the same octets. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}
