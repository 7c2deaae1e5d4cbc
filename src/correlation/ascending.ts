import { sortedIndices } from './sortedIndices.ts';

/** Observations in ascending order of their x: all that Kendall's τ takes of x, whatever y it is paired with. */
export interface Ascending {
  /** The numbers of the observations. */
  readonly order: Uint32Array;
  /** Where in `order` each run of equal x ends. */
  readonly ends: Uint32Array;
}

/** @param x without NaN */
export function ascending(x: ArrayLike<number>): Ascending {
  return withEnds(sortedIndices(x), x);
}

/** @param order the numbers of some observations, in ascending order of their x */
export function withEnds(order: Uint32Array, x: ArrayLike<number>): Ascending {
  const ends = new Uint32Array(order.length);
  let runs = 0;
  for (let k = 1; k <= order.length; k++) {
    if (k === order.length || x[order[k]!] !== x[order[k - 1]!]) ends[runs++] = k;
  }
  return { order, ends: ends.slice(0, runs) };
}

/** The places of numbers among those that differ, from 0; none of them is NaN. */
export function denseRanks(values: ArrayLike<number>): Int32Array {
  const { order, ends } = ascending(values);
  const ranks = new Int32Array(values.length);
  let start = 0;
  ends.forEach((end, rank) => {
    for (let k = start; k < end; k++) ranks[order[k]!] = rank;
    start = end;
  });
  return ranks;
}
