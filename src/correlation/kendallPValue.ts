import { twoSidedTail } from './normalTail.ts';
import type { PairCounts } from './pairCounts.ts';

/** SciPy's bounds: the exact distribution up to so many observations, or where so few pairs stand against all others. */
const FEW_OBSERVATIONS = 33;
const FEW_PAIRS = 1;

const SMALLEST_NORMAL = 2 ** -1022;

/**
 * The two-sided p-value of Kendall's sum (concordant less discordant pairs) under independence.
 *
 * @param counts of two observations or more, not all tied in x or y
 */
export function kendallPValue(counts: PairCounts): number {
  const { n, pairs, discordant, tiesInX, tiesInY, concordance } = counts;
  const untied = tiesInX.pairs === 0 && tiesInY.pairs === 0;
  const against = Math.min(discordant, pairs - discordant);
  if (untied && (n <= FEW_OBSERVATIONS || against <= FEW_PAIRS)) return exactPValue(n, against);
  return twoSidedTail(concordance / Math.sqrt(varianceOf(counts)));
}

/**
 * Twice the chance that a random order of n has at most so many inversions. The k-th of the n to be put in place
 * adds 0 to k−1 inversions, all as likely. Below the smallest normal double it is 0, as in SciPy.
 */
function exactPValue(n: number, most: number): number {
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  for (let size = 2; size <= n; size++) {
    for (let k = 1; k <= most; k++) chances[k]! += chances[k - 1]!;
    for (let k = most; k >= 0; k--) chances[k] = (chances[k]! - (chances[k - size] ?? 0)) / size;
  }
  const twice = 2 * chances.reduce((sum, chance) => sum + chance, 0);
  return twice < SMALLEST_NORMAL ? 0 : Math.min(1, twice);
}

/** Kendall (1970), chapter 4: the variance of the sum where some are tied. */
function varianceOf({ n, tiesInX, tiesInY }: PairCounts): number {
  const m = n * (n - 1);
  return (
    (m * (2 * n + 5) - tiesInX.variance - tiesInY.variance) / 18 +
    (2 * tiesInX.pairs * tiesInY.pairs) / m +
    (tiesInX.triples * tiesInY.triples) / (9 * m * (n - 2))
  );
}
