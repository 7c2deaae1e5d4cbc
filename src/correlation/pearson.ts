import { sampleCorrelation } from 'simple-statistics';
import { requirePairs } from './observations.ts';

/**
 * Pearson's correlation coefficient: the covariance over the product of the standard deviations. For reference: a
 * measure need not be linear in the gap to rank it.
 *
 * @returns a value in [-1, 1]; null for fewer than two observations, where one side is constant, and where a number is
 *   infinite.
 * @throws Error on NaN or on different lengths.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  requirePairs("Pearson's correlation", x, y);
  const scaled = [x, y].map(withinRange);
  if (!scaled.every((values) => values.every(Number.isFinite) && !isConstant(values))) return null;
  return Math.max(-1, Math.min(1, sampleCorrelation(scaled[0]!, scaled[1]!)));
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

const LARGEST_EXPONENT = 1023;

/** Times a power of two, so that no square leaves the range of numbers; the correlation stays the same. Of infinite ones NaN. */
function withinRange(values: ArrayLike<number>): number[] {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  const scale = 2 ** Math.min(LARGEST_EXPONENT, -Math.floor(Math.log2(largest)));
  return Array.from(values, (value) => value * scale);
}
