/**
 * BER to DER (X.690 sections 8 and 10), by way of asn1js: the door for files of Windows, Java and streaming writers, whose octets the strict reader then
 * takes. It is a subpath of its own (`certwright/ber`) so that nobody else carries asn1js, and it never stands on the path of a signed object: what is signed is
 * signed as it is.
 *
 * Converted: indefinite and overlong lengths, OCTET STRING and BIT STRING in segments, BOOLEAN TRUE other than 0xFF, the order of SET and SET OF.
 * A string in segments under an implicit tag (`encryptedContent [0] IMPLICIT OCTET STRING` of CMS) looks like any constructed value and keeps its segments: whoever
 * knows the structure joins them. Left out: character strings in segments, which nobody writes.
 */
import { type BaseBlock, fromBER } from 'asn1js';
import { compareBytes, concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { MAX_DEPTH } from './cursor.ts';
import { readDer } from './reader.ts';
import { BIT_STRING, BOOLEAN, describeTag, OCTET_STRING, SEQUENCE, SET } from './tags.ts';
import { encodeDer } from './writer.ts';

/** Largest input, 64 MiB: key stores and signed messages are far smaller, and asn1js holds about a kilobyte for every value. */
const MAX_BER_OCTETS = 0x400_0000;

/** Most values in one input: a streamed message of the largest size in segments of 1 kB has 65,536. */
const MAX_BER_VALUES = 100_000;

const CONSTRUCTED = 0x20;

/**
 * The DER of the one BER value that is the whole input; DER comes back unchanged.
 *
 * Throws `bad-ber` where it is not BER or holds what is left out above, `bad-tag` and `tag-too-large`, `trailing-bytes`, `nesting-too-deep` (more than 64 levels), `too-many-values` (more than
 * 100,000), `input-too-large` (more than 64 MiB).
 *
 * ```ts
 * import { berToDer } from 'certwright/ber';
 * const der = berToDer(Uint8Array.of(0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00));
 * if (der.join() !== '48,3,2,1,5') throw new Error('an indefinite length becomes a definite one');
 * ```
 */
export function berToDer(ber: Uint8Array): Uint8Array {
  if (ber.length > MAX_BER_OCTETS)
    throw new PkiError('input-too-large', `BER of ${ber.length} octets, at most ${MAX_BER_OCTETS} are converted`);
  const { offset, result } = parse(ber);
  if (offset < 0) throw limitOrBad(result.error);
  if (offset < ber.length) throw new PkiError('trailing-bytes', `${ber.length - offset} octets left over`, { offset });
  return convert(result);
}

/** asn1js tells its limits from bad input by words only. */
function limitOrBad(words: string): PkiError {
  const message = `not BER that can be converted: ${words || 'asn1js gives no reason'}`;
  if (words.includes('nesting depth')) return new PkiError('nesting-too-deep', message);
  return new PkiError(words.includes('node count') ? 'too-many-values' : 'bad-ber', message);
}

function parse(ber: Uint8Array): ReturnType<typeof fromBER> {
  try {
    return fromBER(Uint8Array.from(ber), {
      maxDepth: MAX_DEPTH,
      maxNodes: MAX_BER_VALUES,
      maxContentLength: MAX_BER_OCTETS,
      parseEmbedded: false,
      copyInput: false,
    });
  } catch (cause) {
    throw new PkiError('bad-ber', 'asn1js gave up on the input', { cause });
  }
}

/** The DER of a parsed value. The depth of the recursion is what asn1js let pass. */
function convert(block: BaseBlock): Uint8Array {
  const { idBlock, lenBlock, valueBeforeDecodeView: ber } = block;
  const identifier = ber.subarray(0, idBlock.blockLength);
  const tag = identifier[0] as number;
  const primitive = tag & ~CONSTRUCTED;
  if (tag === 0) throw new PkiError('bad-ber', 'end-of-contents octets in a value of definite length');
  if (!mayHaveForm(tag))
    throw new PkiError('bad-ber', `${describeTag(primitive)} in ${idBlock.isConstructed ? 'constructed' : 'primitive'} form`);
  const headerLength = idBlock.blockLength + lenBlock.blockLength;
  const contentLength = ber.length - headerLength;
  if (!idBlock.isConstructed) {
    assertLength(contentLength, lenBlock.length);
    const content = ber.subarray(headerLength);
    return assemble(identifier, [tag === BOOLEAN && content.some((octet) => octet !== 0) ? Uint8Array.of(0xff) : content]);
  }
  // asn1js lets a member run past the end of what contains it, and an indefinite length end without its two octets.
  const parts = members(block);
  const partsLength = parts.reduce((sum, part) => sum + part.valueBeforeDecodeView.length, 0);
  assertLength(contentLength, lenBlock.isIndefiniteForm ? partsLength + 2 : partsLength);
  if (!lenBlock.isIndefiniteForm) assertLength(partsLength, lenBlock.length);
  const converted = parts.map(convert);
  if (primitive === OCTET_STRING) return assemble(Uint8Array.of(OCTET_STRING), converted.map(contentOf));
  if (primitive === BIT_STRING) return assemble(Uint8Array.of(BIT_STRING), joinBits(converted.map(contentOf)));
  return assemble(identifier, tag === SET ? converted.sort(compareMembers) : converted);
}

/** Whether an identifier octet has the bit for constructed form where its type can: both for strings of octets and bits and outside of the universal class. */
function mayHaveForm(tag: number): boolean {
  const primitive = tag & ~CONSTRUCTED;
  if (tag >= 0x40 || primitive === OCTET_STRING || primitive === BIT_STRING) return true;
  return ((tag | CONSTRUCTED) === SEQUENCE || (tag | CONSTRUCTED) === SET) === (tag !== primitive);
}

function assertLength(found: number, told: number): void {
  if (found !== told) throw new PkiError('bad-ber', `a value whose content has ${found} octets where its length says ${told}`);
}

/** Content of a converted segment, which is DER in primitive form with one identifier octet. */
function contentOf(der: Uint8Array): Uint8Array {
  return readDer(der, (reader) => reader.any('')).content;
}

function members({ valueBlock }: BaseBlock): readonly BaseBlock[] {
  return (valueBlock as { readonly value?: readonly BaseBlock[] }).value ?? [];
}

/** Content of one BIT STRING from that of its segments: only the last may have unused bits (X.690 8.6.4). */
function joinBits(contents: readonly Uint8Array[]): Uint8Array[] {
  const bits: Uint8Array[] = [];
  let unused = 0;
  for (const content of contents) {
    if (content.length === 0 || unused !== 0)
      throw new PkiError('bad-ber', 'a BIT STRING segment without octets, or one behind unused bits');
    unused = content[0] as number;
    bits.push(content.subarray(1));
  }
  return [Uint8Array.of(unused), ...bits];
}

function assemble(identifier: Uint8Array, contents: readonly Uint8Array[]): Uint8Array {
  const value = encodeDer((writer) => writer.constructed(identifier[0] as number, (inner) => contents.forEach((part) => inner.raw(part))));
  if (identifier.length === 1) return value;
  // Identifiers have one form in BER too (X.690 8.1.2.2, 8.1.2.4.2), which the reader checks and asn1js does not.
  return readDer(concatBytes(identifier, value.subarray(1)), (reader) => reader.any('')).der;
}

/** The order of SET (X.690 10.3: by tag, whatever the form) and of SET OF (11.6: by encoding). */
function compareMembers(a: Uint8Array, b: Uint8Array): number {
  const tagOf = (der: Uint8Array): number => (der[0] as number) & ~CONSTRUCTED;
  return tagOf(a) - tagOf(b) || compareBytes(a, b);
}
