/** Random choices that a seed repeats: for tests against other programs, where fast-check's shrinking would cost too much. */

/** A source of choices. */
export interface Random {
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  /** One of the list, which is not empty. */
  one<T>(list: readonly T[]): T;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
}

/** A linear congruential generator: the same choices for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, one: (list) => list[below(list.length)] as (typeof list)[number], chance: (percent) => below(100) < percent };
}
