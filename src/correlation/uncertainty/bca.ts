import { normalCdf, normalQuantile } from './normal.ts';
import type { Interval } from './types.ts';

/** A statistic, its values over resamples of the observations, and without one observation at a time. */
export interface Bootstrapped {
  readonly estimate: number;
  /** NaN where the statistic is undefined. */
  readonly replicates: Float64Array;
  readonly withoutOne: Float64Array;
}

/** What bends the percentiles of the replicates to those of the interval. */
interface Bending {
  readonly sorted: Float64Array;
  /** Bias correction z₀ = Φ⁻¹(share of replicates below the estimate). */
  readonly bias: number;
  /** Acceleration: a sixth of the skewness of the jackknife's deviations. */
  readonly acceleration: number;
}

/** Values that differ by less are the same. */
const SAME = 1e-12;
const LEAST_DEFINED = 0.9;
const HALF_WIDTH = 1.959963984540054;

/**
 * The bias-corrected and accelerated bootstrap interval (Efron 1987), 95 %. Of replicates that equal the estimate,
 * half count as below it.
 *
 * @returns null where the statistic is undefined in more than a tenth of the resamples or without some observation,
 *   where all replicates (or all values without one observation) are the same, or where the skewness is beyond what
 *   the correction holds for
 */
export function bcaInterval(statistic: Bootstrapped): Interval | null {
  const bending = bendingOf(statistic);
  if (bending === null) return null;
  const [low, high] = [-HALF_WIDTH, HALF_WIDTH].map((z) => {
    const shifted = bending.bias + z;
    const stretch = 1 - bending.acceleration * shifted;
    return stretch > 0 ? quantile(bending.sorted, normalCdf(bending.bias + shifted / stretch)) : null;
  });
  return low == null || high == null ? null : { low, high };
}

/**
 * How likely the statistic is as far from 0 as it is, were 0 its true value: 1 less the level of the BCa interval that
 * has 0 at its end. Below 0.05 exactly where the interval leaves 0 out, up to interpolation. Never below 2/(B + 2), for
 * B replicates.
 */
export function bcaPValue(statistic: Bootstrapped): number | null {
  const bending = bendingOf(statistic);
  if (bending === null) return null;
  const { sorted, bias, acceleration } = bending;
  const level = (shareBelow(sorted, 0) * sorted.length + 1) / (sorted.length + 2);
  const bent = normalQuantile(level) - bias;
  const stretch = 1 + acceleration * bent;
  if (stretch <= 0) return null;
  const z = bent / stretch - bias;
  return Math.max(2 / (sorted.length + 2), 2 * normalCdf(-Math.abs(z)));
}

function bendingOf({ estimate, replicates, withoutOne }: Bootstrapped): Bending | null {
  const sorted = replicates.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0 || sorted.length < LEAST_DEFINED * replicates.length) return null;
  if (sorted.at(-1)! - sorted[0]! < SAME) return null;
  const below = shareBelow(sorted, estimate);
  const acceleration = accelerationOf(withoutOne);
  if (acceleration === null || below === 0 || below === 1) return null;
  return { sorted, bias: normalQuantile(below), acceleration };
}

function accelerationOf(withoutOne: Float64Array): number | null {
  const mean = withoutOne.reduce((sum, value) => sum + value, 0) / withoutOne.length;
  let squares = 0;
  let cubes = 0;
  for (const value of withoutOne) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares > SAME ** 2 ? cubes / (6 * squares ** 1.5) : null;
}

/** The share of sorted values below another; of those that equal it, half count. */
function shareBelow(sorted: Float64Array, value: number): number {
  return (countBelow(sorted, value - SAME) + countBelow(sorted, value + SAME)) / (2 * sorted.length);
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By linear interpolation between the sorted values. */
function quantile(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!];
  return low + (place - below) * (high - low);
}
