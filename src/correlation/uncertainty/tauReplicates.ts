import { concordances, type GapOrder, rankSums, weightedConcordance } from './gapOrder.ts';
import { drawOf, type ModelDraws } from './modelDraws.ts';

/** τ and τ-b of resamples, or without one model at a time; NaN where undefined. */
export interface Taus {
  readonly a: Float64Array;
  /** The same as `a` where nothing is tied. */
  readonly b: Float64Array;
}

/**
 * τ over each resample. With model i drawn w_i times, τ* = Σ w_i w_j s_ij / Σ w_i w_j over i < j: only pairs of
 * different models enter. A model's copies make no pair with each other, which would be tied in measure and gap and
 * pull τ toward 0. So it is with the ties that τ-b corrects for.
 *
 * O(n log n) a resample.
 */
export function tauReplicates(order: GapOrder, draws: ModelDraws): Taus {
  const tree = rankSums(order.rankSizes.length);
  const sums = new Float64Array(order.rankSizes.length);
  const a = new Float64Array(draws.count);
  const hasTies = order.isTied || order.ends.length < order.ranks.length;
  const b = hasTies ? new Float64Array(draws.count) : a;
  for (let resample = 0; resample < draws.count; resample++) {
    const weights = drawOf(draws, resample);
    const squares = sumOfSquares(weights);
    const pairs = (draws.models ** 2 - squares) / 2;
    const concordance = weightedConcordance(order, weights, tree);
    a[resample] = concordance / pairs;
    if (!hasTies) continue;
    const inGap = (squaresOfRuns(order, weights) - squares) / 2;
    const inMeasure = (squaresOfRanks(order, weights, sums) - squares) / 2;
    b[resample] = concordance / Math.sqrt((pairs - inGap) * (pairs - inMeasure));
  }
  return { a, b };
}

/** τ without each of the models. */
export function tausWithoutOne(order: GapOrder): Taus {
  const { ranks, rankSizes, ends } = order;
  const n = ranks.length;
  const own = concordances(order);
  const once = new Uint8Array(n).fill(1);
  const concordance = own.reduce((sum, one) => sum + one, 0) / 2;
  const inGap = (squaresOfRuns(order, once) - n) / 2;
  const inMeasure = (squaresOfRanks(order, once, new Float64Array(rankSizes.length)) - n) / 2;
  const pairs = ((n - 1) * (n - 2)) / 2;
  const b = new Float64Array(n);
  let start = 0;
  for (const end of ends) {
    for (let k = start; k < end; k++) {
      const untiedInGap = pairs - (inGap - (end - start - 1));
      const untiedInMeasure = pairs - (inMeasure - (rankSizes[ranks[k]!]! - 1));
      b[k] = (concordance - own[k]!) / Math.sqrt(untiedInGap * untiedInMeasure);
    }
    start = end;
  }
  return { a: own.map((one) => (concordance - one) / pairs), b };
}

function sumOfSquares(weights: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! ** 2;
  return sum;
}

/** Σ over runs of equal gaps of the square of what they weigh. */
function squaresOfRuns({ ends }: GapOrder, weights: Uint8Array): number {
  let squares = 0;
  let start = 0;
  for (let run = 0; run < ends.length; run++) {
    const end = ends[run]!;
    let sum = 0;
    for (let k = start; k < end; k++) sum += weights[k]!;
    squares += sum ** 2;
    start = end;
  }
  return squares;
}

/** The same over equal measures. */
function squaresOfRanks({ ranks }: GapOrder, weights: Uint8Array, sums: Float64Array): number {
  sums.fill(0);
  for (let k = 0; k < ranks.length; k++) sums[ranks[k]!]! += weights[k]!;
  let squares = 0;
  for (let rank = 0; rank < sums.length; rank++) squares += sums[rank]! ** 2;
  return squares;
}
