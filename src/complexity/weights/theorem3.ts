import type { NormalizationOptions } from '../../sharpness/types.ts';

/** The probability with which the bound may fail. */
const DELTA = 0.05;

/** What the second term of the bound depends on. */
export interface BoundTerms extends Pick<NormalizationOptions, 'normalization' | 'bias' | 'eta'> {
  readonly rho: number;
  /** ||w||_2^2 over all parameters, and how many there are: k. */
  readonly squaredNorm: number;
  readonly parameters: number;
  /** n: the size of the sample. */
  readonly examples: number;
}

/**
 * The second term of the right-hand side of Theorem 3 (Kwon et al. 2021, appendix A; Foret et al. 2021, theorem 2), with
 * delta = 0.05:
 *
 *   sqrt((k log(1 + ||w||^2 / (eta^2 rho^2) (1 + sqrt(log n / k))^2) + 4 log(n / delta) + O(1)) / (n - 1))
 *
 * O(1) is 1 + 8 log(6n + 3k), from the proof in Foret et al.; 1 / eta stands for the norm of T_w^-1, which for plain
 * sharpness is 1, and with biases that are not normalized at least 1.
 */
export function boundTerm({ rho, squaredNorm, parameters: k, examples: n, ...region }: BoundTerms): number {
  const ratio = squaredNorm / (leastScale(region) * rho) ** 2;
  const complexity = k * Math.log1p(ratio * (1 + Math.sqrt(Math.log(n) / k)) ** 2);
  const rest = 4 * Math.log(n / DELTA) + 1 + 8 * Math.log(6 * n + 3 * k);
  return Math.sqrt((complexity + rest) / (n - 1));
}

/** No entry of T_w is smaller. */
function leastScale({
  normalization,
  bias,
  eta,
}: Pick<BoundTerms, 'normalization' | 'bias' | 'eta'>): number {
  if (normalization === 'none') return 1;
  return bias === 'constant' ? Math.min(1, eta) : eta;
}
