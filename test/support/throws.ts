/** Assertions about errors. */
import assert from 'node:assert/strict';
import { PkiError } from '../../lib/base/error.ts';

/** Asserts that `act` throws a `PkiError` with this code, and gives it for a closer look. */
export function throwsCode(code: string, act: () => unknown): PkiError {
  try {
    act();
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail(`expected ${code}, but nothing was thrown`);
}
