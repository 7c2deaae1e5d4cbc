import type { WeightSummary } from './summary.ts';
import type { ComplexityValue } from './values.ts';

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** log of the product of squared norms, sum_i log ||W_i||^2 (Jiang et al. 2019, C.2; LOG_PROD_OF_ in Dziugaite et al.). */
export function logProduct(squares: readonly number[]): number {
  return sum(squares.map(Math.log));
}

/**
 * log of d (prod_i ||W_i||^2)^(1/d), from the log of the product, for d matrices (Jiang et al. 2019, C.2; LOG_SUM_OF_):
 * the sum of the squared norms of the same function whose layers are rescaled to have equal norms.
 */
export function logSum(product: number, d: number): number {
  return Math.log(d) + product / d;
}

/** sum_i ||W_i||_F^2 / ||W_i||_2^2 (FRO_OVER_SPEC). */
export function frobeniusOverSpectral({ weights: { frobenius, spectral } }: WeightSummary): number {
  return sum(frobenius.map((square, i) => square / spectral[i]!));
}

/**
 * The family `norms` but for the path norm. Without initial weights there are no distances.
 *
 * - `parameter_count`: all trained parameters
 * - `l2_norm`: ||w||_2 of the weights (L2 in Dziugaite et al. 2020)
 * - `l2_dist`: ||w - w_0||_2 (L2_DIST); `dist_spec_init`: sum_i ||W_i - W_i^0||_2^2 (DIST_SPEC_INIT)
 * - `log_prod_of_fro`, `log_prod_of_spec`, `log_sum_of_fro`, `log_sum_of_spec`, `fro_over_spec`: as above
 */
export function normValues(summary: WeightSummary): ComplexityValue[] {
  const { parameterCount, weights, distances } = summary;
  const [fro, spec] = [logProduct(weights.frobenius), logProduct(weights.spectral)];
  const d = weights.frobenius.length;
  return [
    { measure: 'parameter_count', value: parameterCount },
    { measure: 'l2_norm', value: Math.sqrt(sum(weights.frobenius)) },
    ...(distances ? distanceValues(distances) : []),
    { measure: 'log_prod_of_fro', value: fro },
    { measure: 'log_prod_of_spec', value: spec },
    { measure: 'log_sum_of_fro', value: logSum(fro, d) },
    { measure: 'log_sum_of_spec', value: logSum(spec, d) },
    { measure: 'fro_over_spec', value: frobeniusOverSpectral(summary) },
  ];
}

function distanceValues({ frobenius, spectral }: NonNullable<WeightSummary['distances']>): ComplexityValue[] {
  return [
    { measure: 'l2_dist', value: Math.sqrt(sum(frobenius)) },
    { measure: 'dist_spec_init', value: sum(spectral) },
  ];
}
