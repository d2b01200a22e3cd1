/**
 * Text of PostgreSQL's files as octet strings, one character per octet: the server compares octets, and no encoding is known when it does.
 */
import { fromLatin1, fromUtf8, latin1, utf8 } from '../base/bytes.ts';

/** Text as the caller has it: octets, or a string that stands for its UTF-8 octets. */
export type Text = string | Uint8Array;

/** One character per octet. */
export function toOctetString(text: Text): string {
  return fromLatin1(typeof text === 'string' ? utf8(text) : text);
}

/** What an octet string says when it is read as UTF-8; where it is none, each octet as a character (ISO 8859-1). */
export function readable(octets: string): string {
  return fromUtf8(latin1(octets)) ?? octets;
}
