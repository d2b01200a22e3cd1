/**
 * Text whose characters are octets, U+0000 to U+00FF. OpenSSL reads its configuration files and its command line as octets and gives them a meaning
 * later (`-utf8`, `utf8 = yes`), so this folder carries them the same way.
 */
import { fromLatin1, fromUtf8, latin1, utf8 } from '../base/bytes.ts';

/** An ordinary text as an octet text: its UTF-8 form. */
export function octetText(text: string): string {
  return fromLatin1(utf8(text));
}

/** A text for people: an octet text is read as UTF-8 where it is UTF-8, any other text stays as it is. */
export function readable(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return text;
  return fromUtf8(latin1(text)) ?? text;
}
