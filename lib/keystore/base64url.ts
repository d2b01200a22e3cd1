/** Base64url (RFC 4648 section 5) as JOSE has it: without padding, without anything besides the alphabet, spare bits zero (RFC 7515 section 2). */
import { decodeBase64, encodeBase64 } from '../base/base64.ts';
import { PkiError } from '../base/error.ts';

/** Base64url text of the octets, without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Octets of a base64url text. Throws `bad-base64`. */
export function decodeBase64Url(text: string): Uint8Array {
  if (!/^[\w-]*$/.test(text)) throw new PkiError('bad-base64', 'not a base64url character');
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4);
  return decodeBase64(padded);
}
