import { ascending } from './ascending.ts';
import { requirePairs } from './observations.ts';
import { pearson } from './pearson.ts';

/**
 * Spearman's rank correlation ρ: Pearson's coefficient of the ranks, where equal numbers share the mean of theirs.
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns a value in [-1, 1]; null for fewer than two observations, or where one side is constant.
 * @throws Error on NaN or on different lengths.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  requirePairs("Spearman's correlation", x, y);
  return pearson(ranksOf(x), ranksOf(y));
}

/** From 1. */
function ranksOf(values: ArrayLike<number>): Float64Array {
  const { order, ends } = ascending(values);
  const ranks = new Float64Array(values.length);
  let start = 0;
  for (const end of ends) {
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
