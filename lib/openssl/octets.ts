/**
 * Text whose characters are octets, U+0000 to U+00FF. OpenSSL reads its configuration files and its command line as octets and gives them a meaning
 * later (`-utf8`, `utf8 = yes`), so this folder carries them the same way.
 */
import { fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';

/** The octets of an octet text. */
export function toOctets(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** An ordinary text as an octet text: its UTF-8 form. */
export function octetText(text: string): string {
  return fromLatin1(utf8(text));
}

/** A text for people: an octet text is read as UTF-8 where it is UTF-8, any other text stays as it is. */
export function readable(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return text;
  return fromUtf8(toOctets(text)) ?? text;
}
