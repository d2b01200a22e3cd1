/**
 * Text whose characters are octets, U+0000 to U+00FF. OpenSSL reads its configuration files and its command line as octets and gives them a meaning
 * later (`-utf8`, `utf8 = yes`), so this folder carries them the same way.
 */
import { concatBytes, fromLatin1, fromUtf8, latin1, utf8 } from '../base/bytes.ts';

/** An ordinary text as an octet text: its UTF-8 form. */
export function octetText(text: string): string {
  return fromLatin1(utf8(text));
}

/** A text for people: an octet text is read as UTF-8 where it is UTF-8, any other text stays as it is. */
export function readable(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return text;
  return fromUtf8(latin1(text)) ?? text;
}

/**
 * A text for an output that is octets: what is UTF-8 is read as such, of other octet texts those above 0x7F become the lone surrogates U+DC80 to U+DCFF, which
 * `outputOctets` makes octets again. So an octet that OpenSSL prints raw stays one among characters.
 */
export function printable(text: string): string {
  const known = fromUtf8(latin1(text));
  return known ?? text.replaceAll(/[\x80-\xff]/g, (char) => String.fromCharCode(0xdc00 + char.charCodeAt(0)));
}

/** The octets of a text of `printable`, and the UTF-8 form of any other. */
export function outputOctets(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return utf8(text);
  return concatBytes(
    ...text
      .split(/((?<![\ud800-\udbff])[\udc80-\udcff])/)
      .map((part, index) => (index % 2 === 0 ? utf8(part) : Uint8Array.of(part.charCodeAt(0) - 0xdc00))),
  );
}
