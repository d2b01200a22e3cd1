/** Versions of libpq. */
import { PkiError } from '../../base/error.ts';

/** Throws `bad-option` for what is none of the major versions 12 to 18. */
export function checkVersion(version: number): void {
  if (!Number.isInteger(version) || version < 12 || version > 18)
    throw new PkiError('bad-option', `version ${version} is none of the major versions 12 to 18`);
}
