import type { CellSpread } from './cellSpread.ts';
import { quantileT, twoSidedT } from './studentT.ts';
import type { Interval } from './types.ts';

/** An estimate and its standard error; the one's error over the other has Student's distribution. */
export interface Studentized {
  readonly estimate: number;
  readonly error: number;
  readonly freedom: number;
}

/** A standard error below is rounding's. */
const LEAST_ERROR = 1e-12;

/** 95 %, within what is possible: from −most to most. Null without a standard error. */
export function studentInterval({ estimate, error, freedom }: Studentized, most: number): Interval | null {
  if (!(error > LEAST_ERROR)) return null;
  const reach = quantileT(0.975, freedom) * error;
  return { low: Math.max(-most, estimate - reach), high: Math.min(most, estimate + reach) };
}

/** How likely the estimate is as far from 0 as it is, were 0 the true value: below 0.05 where the interval leaves 0 out. */
export function studentP({ estimate, error, freedom }: Studentized): number | null {
  return error > LEAST_ERROR ? twoSidedT(estimate / error, freedom) : null;
}

/**
 * ψ_i. Its cells share no model and so are independent: its standard error is s/√K, where s is the standard deviation
 * (K − 1) of τ over the K cells. There is none of one cell, nor where all cells have the same τ.
 */
export function studentizedPsi({ taus }: CellSpread): Studentized {
  return { estimate: mean(taus), error: Math.sqrt(varianceOfPsi(taus)), freedom: taus.length - 1 };
}

/**
 * Ψ, the mean of ψ_i of A hyperparameters. A² times its variance is what the variances of the ψ_i and their covariances
 * add up to. Where cells of two hyperparameters have models in common, these are of one configuration. So the covariance
 * is estimated by the jackknife: the sum over configurations of the product of what each ψ loses without it. (The
 * jackknife's variances, of each ψ with itself, would be far too large in small cells.) Where the covariances add up to less
 * than 0 they count as 0. The degrees of freedom are those of the ψ_i with the fewest cells.
 *
 * There is no standard error where some ψ_i has fewer than two cells or does not exist without some configuration.
 */
export function studentizedAveragePsi(spreads: readonly CellSpread[]): Studentized {
  const count = spreads.length;
  const variances = spreads.reduce((sum, { taus }) => sum + varianceOfPsi(taus), 0);
  return {
    estimate: spreads.reduce((sum, { taus }) => sum + mean(taus), 0) / count,
    error: Math.sqrt(variances + Math.max(0, covariances(spreads))) / count,
    freedom: Math.min(...spreads.map(({ taus }) => taus.length)) - 1,
  };
}

/** NaN of one cell. */
function varianceOfPsi(taus: Float64Array): number {
  return squares(taus) / (taus.length * (taus.length - 1));
}

/** The covariances of all pairs of different ψ, in both orders. */
function covariances(spreads: readonly CellSpread[]): number {
  const together = new Float64Array(spreads[0]!.shifts.length);
  for (const { shifts } of spreads) {
    for (let configuration = 0; configuration < together.length; configuration++) {
      together[configuration]! += shifts[configuration]!;
    }
  }
  return spreads.reduce((sum, { shifts }) => sum - squares(shifts), squares(together));
}

/** Of deviations from the mean. */
function squares(values: Float64Array): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
