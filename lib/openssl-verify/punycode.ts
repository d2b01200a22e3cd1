/** Host names with labels of Punycode put into Unicode (RFC 3492 6.2; punycode.c of OpenSSL: ossl_a2ulabel), one character per octet of UTF-8. */
import { fromLatin1, utf8 } from '../base/bytes.ts';

/** Most code points of a label. */
const MAX_LABEL = 512;
const MAX_INTEGER = 0xffff_ffff;

/**
 * The name with each label that begins with `xn--` decoded, others as they are. Undefined where one does not decode, or where the whole with its end takes more
 * than `most` octets.
 */
export function unicodeLabels(name: string, most: number): string | undefined {
  const labels = name.split('.').map((label) => (label.startsWith('xn--') ? decodeLabel(label.slice(4)) : label));
  const text = labels.join('.');
  return labels.includes(undefined) || text.length >= most ? undefined : text;
}

function decodeLabel(encoded: string): string | undefined {
  const delimiter = Math.max(encoded.lastIndexOf('-'), 0);
  const output = Array.from(encoded.slice(0, delimiter), (char) => char.charCodeAt(0));
  if (output.length > MAX_LABEL || output.some((point) => point > 0x7f)) return undefined;
  let point = 0x80;
  let bias = 72;
  let index = 0;
  for (let position = delimiter === 0 ? 0 : delimiter + 1; position < encoded.length;) {
    const before = index;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      const digit = digitOf(encoded.charCodeAt(position++));
      if (digit === undefined || digit > Math.floor((MAX_INTEGER - index) / weight)) return undefined;
      index += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      if (weight > Math.floor(MAX_INTEGER / (36 - threshold))) return undefined;
      weight *= 36 - threshold;
    }
    const length = output.length + 1;
    bias = adapt(index - before, length, before === 0);
    point += Math.floor(index / length);
    index %= length;
    if (point > 0x10_ffff || output.length >= MAX_LABEL) return undefined;
    output.splice(index++, 0, point);
  }
  return fromLatin1(utf8(output.map((one) => String.fromCodePoint(one)).join('')));
}

/** Value of a letter or digit; undefined for everything else, the end (NaN) too. */
function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 22;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 26 && code >= 0x41 ? letter : undefined;
}

function adapt(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
