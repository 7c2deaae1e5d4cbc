import { type Ascending, ascending } from './ascending.ts';
import { kendallPValue } from './kendallPValue.ts';
import { requirePairs } from './observations.ts';
import { countPairs, type PairCounts } from './pairCounts.ts';

/**
 * Kendall's τ as the paper has it (Appendix B), known as τ-a: the sum over pairs of
 * sign(x_i − x_j) sign(y_i − y_j), over n(n−1)/2. A tied pair counts 0, so ties keep |τ| below 1.
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns a value in [-1, 1]; null for fewer than two observations.
 * @throws Error on NaN or on different lengths.
 */
export function tauA(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return tausOf(orderOf(x, y), y).a;
}

/**
 * Kendall's τ-b: τ-a's sum over √((pairs untied in x)(pairs untied in y)), so that ties are corrected for
 * (Kendall 1945). Equal to τ-a where nothing is tied.
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns a value in [-1, 1]; null for fewer than two observations, or where one side is all ties.
 * @throws Error on NaN or on different lengths.
 */
export function tauB(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return tausOf(orderOf(x, y), y).b;
}

/** Kendall's τ-b with its p-value. */
export interface TauBTest {
  /** In [-1, 1]. */
  readonly tau: number;
  /** In [0, 1]: how often chance alone gives a τ-b at least as far from 0. */
  readonly pValue: number;
}

/**
 * Kendall's τ-b, as `tauB` gives it, and its two-sided p-value under independence, as SciPy's
 * `kendalltau(variant='b', method='auto')` decides it: from the exact distribution where nothing is tied and
 * there are at most 33 observations, or at most one pair stands against all others; else from the normal
 * distribution, with the variance that ties leave (Kendall 1970, chapters 4 and 5).
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns null for fewer than two observations, or where one side is all ties.
 * @throws Error on NaN or on different lengths.
 */
export function tauBTest(x: ArrayLike<number>, y: ArrayLike<number>): TauBTest | null {
  const counts = countPairs(orderOf(x, y), y);
  const { b } = tausFrom(counts);
  return b === null ? null : { tau: b, pValue: kendallPValue(counts) };
}

/** τ-a and τ-b. */
export interface Taus {
  readonly a: number | null;
  readonly b: number | null;
}

/** τ-a and τ-b, as `tauA` and `tauB` give them, of one y of many for the same x. */
export function tausOf(x: Ascending, y: ArrayLike<number>): Taus {
  return tausFrom(countPairs(x, y));
}

function tausFrom({ pairs, tiesInX, tiesInY, concordance }: PairCounts): Taus {
  if (pairs === 0) return { a: null, b: null };
  const a = concordance / pairs;
  const [untiedInX, untiedInY] = [pairs - tiesInX.pairs, pairs - tiesInY.pairs];
  if (untiedInX === 0 || untiedInY === 0) return { a, b: null };
  const b = concordance / Math.sqrt(untiedInX * untiedInY);
  return { a, b: Math.max(-1, Math.min(1, b)) };
}

function orderOf(x: ArrayLike<number>, y: ArrayLike<number>): Ascending {
  requirePairs("Kendall's tau", x, y);
  return ascending(x);
}
