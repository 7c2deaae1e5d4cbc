import { frobeniusOverSpectral, logProduct, logSum, sum } from './norms.ts';
import type { WeightSummary } from './summary.ts';
import type { ComplexityValue } from './values.ts';

/** The n/10-th smallest of n values, of fewer than ten the smallest; sorts them. */
export function tenthPercentile(values: Float64Array): number {
  return values.sort()[Math.max(1, Math.floor(values.length / 10)) - 1]!;
}

/** What the measures of the family `margin` are made of. */
export interface MarginParts {
  readonly summary: WeightSummary;
  readonly pathNorm: number;
  /** gamma: the 10th percentile, over the training examples, of the true class's logit less the largest other. */
  readonly margin: number;
}

/**
 * The family `margin` (Jiang et al. 2019, appendix C; Dziugaite et al. 2020). A network without a margin, gamma <= 0, has
 * an infinite value of each.
 *
 * - `inverse_margin`: 1 / gamma^2
 * - `log_prod_of_fro_over_margin`, `log_prod_of_spec_over_margin`: the log of the product / gamma^2
 * - `log_sum_of_fro_over_margin`, `log_sum_of_spec_over_margin`: the log of d (product / gamma^2)^(1/d)
 * - `path_norm_over_margin`: path norm / gamma^2
 * - `log_spec_orig_main`: log of (product of spectral norms / gamma^2) sum_i ||W_i||_F^2 / ||W_i||_2^2
 * - `log_spec_init_main`: the same with ||W_i - W_i^0||_F^2; only where the initial weights are known
 */
export function marginValues({ summary, pathNorm, margin }: MarginParts): ComplexityValue[] {
  const { weights, distances } = summary;
  const inverse = margin > 0 ? 1 / margin ** 2 : Number.POSITIVE_INFINITY;
  const [fro, spec] = [weights.frobenius, weights.spectral].map(
    (squares) => logProduct(squares) + Math.log(inverse),
  ) as [number, number];
  const d = weights.frobenius.length;
  const values: ComplexityValue[] = [
    { measure: 'inverse_margin', value: inverse },
    { measure: 'log_prod_of_fro_over_margin', value: fro },
    { measure: 'log_prod_of_spec_over_margin', value: spec },
    { measure: 'log_sum_of_fro_over_margin', value: logSum(fro, d) },
    { measure: 'log_sum_of_spec_over_margin', value: logSum(spec, d) },
    { measure: 'path_norm_over_margin', value: pathNorm * inverse },
    { measure: 'log_spec_orig_main', value: spec + Math.log(frobeniusOverSpectral(summary)) },
  ];
  if (distances === undefined) return values;
  const moved = sum(distances.frobenius.map((square, i) => square / weights.spectral[i]!));
  return [...values, { measure: 'log_spec_init_main', value: spec + Math.log(moved) }];
}
