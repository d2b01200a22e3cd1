/** The work of key derivation in one file, booked before it is done: a file names its own iteration counts, and may name them once for every key in it. */
import { PkiError } from '../../base/error.ts';
import { MAX_KDF_ITERATIONS } from '../../crypto/kdf.ts';

/** Counts iterations up to a limit. */
export interface WorkMeter {
  /** Books iterations. Throws `kdf-too-costly` where the file asks for more than it may. */
  book(iterations: number, path: string): void;
  /** Throws the same where so many more would be too many, without booking them. */
  assertRoom(iterations: number): void;
}

/** A meter of at most so many iterations, 10,000,000 where none are named. Throws `bad-option` for a limit that is no positive integer. */
export function workMeter(limit: number = MAX_KDF_ITERATIONS): WorkMeter {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new PkiError('bad-option', `maxIterations is an integer from 1 on, not ${limit}`, { path: 'maxIterations' });
  let done = 0;
  const assertRoom = (iterations: number, path = ''): void => {
    if (done + iterations > limit)
      throw new PkiError('kdf-too-costly', `${iterations} iterations after ${done} others, at most ${limit} are done for one file`, {
        path,
      });
  };
  return {
    assertRoom,
    book(iterations, path) {
      assertRoom(iterations, path);
      done += iterations;
    },
  };
}
