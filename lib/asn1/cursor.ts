/**
 * The cursor below the DER reader (X.690 section 8.1): identifier and length octets over one buffer, only moving forward, and the place of every error.
 *
 * Field names given along the way become the path of an error (`tbsCertificate/validity/notBefore`); they cost nothing until one is thrown.
 */
import { octetRange } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { contentStart, plainEndOf } from './plain.ts';
import { describeTag } from './tags.ts';

/** A departure from DER that a lenient reading let pass. */
export interface Deviation {
  /** The code a strict reading would have thrown. */
  readonly code: string;
  /** Byte offset in the input. */
  readonly offset: number;
  /** Path of the field. */
  readonly path: string;
}

/** One value with its header: ranges over the reader's buffer, nothing copied. */
export interface DerElement {
  /** Identifier octet; for tag numbers of 31 and more all identifier octets as one number, such as 0x7f2d. */
  readonly tag: number;
  /** The whole value, header included. */
  readonly der: Uint8Array;
  /** Its content octets. */
  readonly content: Uint8Array;
  /** Offset of the header in the input. */
  readonly offset: number;
}

/** How a reader starts. */
export interface DerReaderOptions {
  /** Path of the value that is read, the head of every error's path. */
  readonly path?: string;
  /** Offset of the first byte in the whole input, added to every error's offset. */
  readonly offset?: number;
  /** Where to note departures from DER instead of throwing. */
  readonly deviations?: Deviation[] | undefined;
}

/** Deepest nesting of constructed values: real certificates stay below 15. */
export const MAX_DEPTH = 64;

/** Largest input: real CRLs reach some 40 MB; offsets must stay 31-bit integers. */
export const MAX_INPUT_OCTETS = 0x4000_0000;

/** A forward-only cursor over identifier, length and content octets. */
export class DerCursor {
  /** The buffer; positions count from its start. */
  readonly bytes: Uint8Array;
  /** Position of the next octet to read. */
  position: number;
  /** Position behind the last octet of this level. */
  readonly end: number;
  /** How the outermost reader started: all below it share this. */
  protected readonly options: DerReaderOptions;
  readonly #parent: DerCursor | undefined;
  readonly #field: string;
  readonly #base: number;
  readonly #depth: number;
  /** Set by `header`: where the content just announced ends. */
  protected contentEnd = 0;
  /** And where the value ends: behind the end-of-contents octets of an indefinite length. */
  protected valueEnd = 0;

  /** A cursor over `bytes`, or over the part of them from `start` to `end`, whose offset in the input `options` then tells; below `parent`, under its `field`, a nested level. */
  constructor(bytes: Uint8Array, options: DerReaderOptions = {}, start = 0, end: number = bytes.length, parent?: DerCursor, field = '') {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.options = options;
    this.#parent = parent;
    this.#field = field;
    if (parent === undefined) {
      this.#base = (options.offset ?? 0) - start;
      this.#depth = 0;
      if (bytes.length > MAX_INPUT_OCTETS)
        throw new PkiError('input-too-large', `an input of ${bytes.length} octets, at most ${MAX_INPUT_OCTETS} are read`);
    } else {
      this.#base = parent.#base;
      this.#depth = parent.#depth + 1;
      if (this.#depth > MAX_DEPTH) this.fail('nesting-too-deep', `values nested deeper than ${MAX_DEPTH}`);
    }
  }

  /** True when every octet of this level is read. */
  get done(): boolean {
    return this.position >= this.end;
  }

  /** Offset of the next octet in the whole input. */
  get offset(): number {
    return this.#base + this.position;
  }

  /** Identifier octet of the next value, or -1 at the end. */
  peek(): number {
    return this.position < this.end ? (this.bytes[this.position] as number) : -1;
  }

  /** The list deviations are noted in, for readers started on a part of this input later. */
  get deviations(): Deviation[] | undefined {
    return this.options.deviations;
  }

  /** Path of this level, with `field` as its last step where given. */
  path(field = ''): string {
    const above = this.#parent === undefined ? (this.options.path ?? '') : this.#parent.path(this.#field);
    return above === '' ? field : field === '' ? above : `${above}/${field}`;
  }

  /** Throws a `PkiError` with this place. */
  fail(code: string, message: string, field = '', position: number = this.position): never {
    throw new PkiError(code, message, { offset: this.#base + position, path: this.path(field) });
  }

  /** A departure from DER: thrown in the strict reading, noted in the lenient one. */
  deviate(code: string, message: string, field = '', position: number = this.position): void {
    const { deviations } = this;
    if (deviations === undefined) this.fail(code, message, field, position);
    deviations.push({ code, offset: this.#base + position, path: this.path(field) });
  }

  /** Reads identifier and length of the next value, which must carry `tag`; afterwards `position` stands at its content. */
  protected header(tag: number, field: string): void {
    const { bytes, end, position: start } = this;
    const plain = plainEndOf(tag, bytes, start, end);
    if (plain >= 0) {
      this.position = contentStart(bytes, start);
      this.valueEnd = this.contentEnd = plain;
      return;
    }
    if (start >= end) this.fail('missing-field', `expected ${describeTag(tag)}, found the end`, field);
    const found = bytes[start] as number;
    if (found !== tag) this.fail('wrong-tag', `expected ${describeTag(tag)}, found ${describeTag(found)}`, field);
    this.position = start + 1;
    this.#length(field, start);
  }

  /** Reads the length octets at `position` (X.690 8.1.3, 10.1). */
  #length(field: string, start: number): void {
    const { bytes, end } = this;
    if (this.position >= end) this.fail('truncated', 'the length is missing', field, start);
    const first = bytes[this.position++] as number;
    let length = first;
    if (first >= 0x80) {
      if (first === 0x80) {
        this.deviate('indefinite-length', 'indefinite length, DER wants a definite one', field, start);
        this.#findEnd(field, start);
        return;
      }
      const count = first & 0x7f;
      if (count > 126 || this.position + count > end) this.fail('truncated', 'the length octets run past the end', field, start);
      length = 0;
      for (let i = 0; i < count; i++) {
        length = length * 256 + (bytes[this.position++] as number);
        if (length > MAX_INPUT_OCTETS) this.fail('truncated', 'the value runs past the end', field, start);
      }
      if (length < 0x80 || length < 2 ** (8 * (count - 1)))
        this.deviate('non-minimal-length', 'the length is not in its shortest form', field, start);
    }
    if (length > end - this.position)
      this.fail('truncated', `the value has ${length} octets, only ${end - this.position} are left`, field, start);
    this.valueEnd = this.contentEnd = this.position + length;
  }

  /** Finds the end-of-contents octets of the indefinite length just read (X.690 8.1.3.6); only constructed values have one. */
  #findEnd(field: string, start: number): void {
    const inner = new DerCursor(this.bytes, this.options, this.position, this.end, this, field);
    if (((this.bytes[start] as number) & 0x20) === 0) this.fail('bad-tag', 'a primitive value of indefinite length', field, start);
    const noted = this.deviations?.length ?? 0;
    while (inner.peek() > 0) inner.any('');
    // what this look ahead has noted is noted again when it is read
    this.deviations?.splice(noted);
    this.contentEnd = inner.position;
    this.valueEnd = inner.position + 2;
    if (this.valueEnd > this.end || this.bytes[inner.position + 1] !== 0)
      this.fail('truncated', 'an indefinite length without its end', field, start);
  }

  /** Moves over the next value, which must carry `tag`: the number of its content octets, which stand before `contentEnd`. */
  protected content(tag: number, field: string): number {
    this.header(tag, field);
    const length = this.contentEnd - this.position;
    this.position = this.valueEnd;
    return length;
  }

  /** Content octets of the next value, which must carry `tag`. */
  read(tag: number, field: string): Uint8Array {
    this.header(tag, field);
    const content = octetRange(this.bytes, this.position, this.contentEnd);
    this.position = this.valueEnd;
    return content;
  }

  /** The next value whatever it is. */
  any(field: string): DerElement {
    const start = this.position;
    if (start >= this.end) this.fail('missing-field', 'expected a value, found the end', field);
    const first = this.bytes[start] as number;
    if (first === 0) this.fail('wrong-tag', 'a value of the reserved tag 0', field);
    this.position = start + 1;
    const tag = (first & 0x1f) === 0x1f ? this.#highTag(first, field, start) : first;
    this.#length(field, start);
    const content = octetRange(this.bytes, this.position, this.contentEnd);
    this.position = this.valueEnd;
    return { tag, der: octetRange(this.bytes, start, this.position), content, offset: this.#base + start };
  }

  /** Reads the further identifier octets of a tag number of 31 and more (X.690 8.1.2.4); gives all of them as one number. */
  #highTag(first: number, field: string, start: number): number {
    let number = 0;
    let identifier = first;
    for (let count = 0; ; count++) {
      if (this.position >= this.end) this.fail('truncated', 'the tag runs past the end', field, start);
      if (count === 5) this.fail('tag-too-large', 'a tag number above 2^35', field, start);
      const octet = this.bytes[this.position++] as number;
      if (count === 0 && octet === 0x80) this.fail('bad-tag', 'a tag number with a leading zero octet', field, start);
      number = number * 128 + (octet & 0x7f);
      identifier = identifier * 256 + octet;
      if ((octet & 0x80) === 0) break;
    }
    if (number < 31) this.fail('bad-tag', 'a tag number below 31 in the long form', field, start);
    return identifier;
  }

  /** The next value with its header, which must carry `tag`. */
  element(tag: number, field: string): DerElement {
    const start = this.position;
    const content = this.read(tag, field);
    return { tag, der: octetRange(this.bytes, start, this.position), content, offset: this.#base + start };
  }

  /** Throws unless every octet of this level is read. */
  finish(): void {
    if (this.position >= this.end) return;
    const message = `${this.end - this.position} octets left over`;
    // behind a whole value OpenSSL does not look
    if (this.#parent === undefined) this.deviate('trailing-bytes', message);
    else this.fail('trailing-bytes', message);
  }
}
