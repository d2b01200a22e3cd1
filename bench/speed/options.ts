/** The modes of the bench: how long each item is worked on. */
import type { Effort } from './harness.ts';

/** What a mode spends. */
export interface Mode {
  readonly name: 'quick' | 'short' | 'full';
  readonly items: Effort & { readonly keys: number };
  /** Entries of the CRLs that are read. */
  readonly crlSizes: readonly number[];
  /** Seconds after which a process that reads a CRL is ended. */
  readonly crlSeconds: number;
  /** Runs of what is measured by whole processes. */
  readonly processes: number;
  /** Milliseconds of a slice in the other engines, and how many. */
  readonly engines: { readonly slice: number; readonly rounds: number };
}

/** `quick` shows that it runs, `short` gives a first answer, `full` is what is published. */
export const MODES: Readonly<Record<Mode['name'], Mode>> = {
  quick: {
    name: 'quick',
    items: { rounds: 2, slice: 15, warm: 30, slowRounds: 1, keys: 3 },
    crlSizes: [10_000],
    crlSeconds: 10,
    processes: 1,
    engines: { slice: 20, rounds: 1 },
  },
  short: {
    name: 'short',
    items: { rounds: 3, slice: 30, warm: 250, slowRounds: 1, keys: 9 },
    crlSizes: [1000, 1_000_000],
    crlSeconds: 2,
    processes: 3,
    engines: { slice: 60, rounds: 2 },
  },
  full: {
    name: 'full',
    items: { rounds: 11, slice: 120, warm: 800, slowRounds: 5, keys: 101 },
    crlSizes: [1000, 100_000, 1_000_000],
    crlSeconds: 45,
    processes: 11,
    engines: { slice: 150, rounds: 7 },
  },
};

/** Whether an item is among those asked for: by its name, or by how it begins. */
export const isWanted = (id: string, only: readonly string[] | null): boolean => only === null || only.some((head) => id.startsWith(head));
