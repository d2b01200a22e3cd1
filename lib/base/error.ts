/**
 * The one error class of the library. It is thrown for malformed bytes and for misuse only; a judgement
 * (a refused chain, a refused login) is a value, never an exception.
 */

/** Where an error happened: byte offset in the input and the field's path in its structure. */
export interface ErrorPlace {
  /** Offset in bytes from the start of the input (characters for text input). */
  readonly offset?: number | undefined;
  /** Path of the field, such as `tbsCertificate/extensions/3`. */
  readonly path?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * Malformed input or misuse, with a stable kebab-case `code` (listed in docs/errors.md).
 *
 * ```ts
 * import { parseCertificate, PkiError } from 'certwright';
 * try {
 *   parseCertificate(new Uint8Array([0x30, 0x80]));
 * } catch (error) {
 *   if (!(error instanceof PkiError) || error.code !== 'indefinite-length') throw error;
 * }
 * ```
 */
export class PkiError extends Error {
  /** Stable kebab-case code that says what is wrong. */
  readonly code: string;
  /** Byte offset in the input, where known. */
  readonly offset: number | undefined;
  /** Path of the field in the structure, empty where there is none. */
  readonly path: string;

  constructor(code: string, message: string, place: ErrorPlace = {}) {
    super(describe(message, place), place.cause === undefined ? undefined : { cause: place.cause });
    this.name = 'PkiError';
    this.code = code;
    this.offset = place.offset;
    this.path = place.path ?? '';
  }
}

/** The result of `act`, or the `PkiError` it throws. */
export function catchMalformed<T>(act: () => T): T | PkiError {
  try {
    return act();
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
}

function describe(message: string, { path, offset }: ErrorPlace): string {
  const where = [path ? `at ${path}` : '', offset === undefined ? '' : `offset ${offset}`].filter((part) => part !== '');
  return where.length === 0 ? message : `${message} (${where.join(', ')})`;
}
