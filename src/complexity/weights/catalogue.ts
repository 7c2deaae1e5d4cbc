/** Generalization measures that are computed together: what `--complexity` asks for. */
export type ComplexityFamily =
  | 'norms'
  | 'margin'
  | 'pac-bayes'
  | 'hessian'
  | 'gradient'
  | 'fisher-rao'
  | 'theorem-3';

/** All of them, in the order in which they are measured and told. */
export const complexityFamilies: readonly ComplexityFamily[] = [
  'norms',
  'margin',
  'pac-bayes',
  'hessian',
  'gradient',
  'fisher-rao',
  'theorem-3',
];

/**
 * The generalization measures that are no sharpness, and what a reader calls them. Names that Dziugaite et al. (2020)
 * have for the same measure are theirs.
 */
const labels = {
  parameter_count: 'number of parameters',
  l2_norm: 'L2 norm',
  l2_dist: 'L2 distance from init',
  dist_spec_init: 'spectral distance from init',
  log_prod_of_fro: 'log product of Frobenius norms',
  log_prod_of_spec: 'log product of spectral norms',
  log_sum_of_fro: 'log sum of Frobenius norms',
  log_sum_of_spec: 'log sum of spectral norms',
  fro_over_spec: 'Frobenius over spectral norms',
  path_norm: 'path norm',
  inverse_margin: 'inverse margin',
  log_prod_of_fro_over_margin: 'log product of Frobenius norms / margin',
  log_prod_of_spec_over_margin: 'log product of spectral norms / margin',
  log_sum_of_fro_over_margin: 'log sum of Frobenius norms / margin',
  log_sum_of_spec_over_margin: 'log sum of spectral norms / margin',
  path_norm_over_margin: 'path norm / margin',
  log_spec_orig_main: 'log spectral bound from 0',
  log_spec_init_main: 'log spectral bound from init',
  pacbayes_flatness: 'PAC-Bayes flatness',
  pacbayes_orig: 'PAC-Bayes bound from 0',
  pacbayes_init: 'PAC-Bayes bound from init',
  pacbayes_mag_flatness: 'PAC-Bayes magnitude-aware flatness',
  pacbayes_mag_orig: 'PAC-Bayes magnitude-aware bound from 0',
  pacbayes_mag_init: 'PAC-Bayes magnitude-aware bound from init',
  hessian_trace: 'Hessian trace',
  hessian_top_eigenvalue: 'Hessian top eigenvalue',
  gradient_norm: 'gradient norm',
  fisher_rao_norm: 'Fisher-Rao norm',
  theorem_3_bound: 'Theorem 3 bound',
} as const;

export type ComplexityMeasure = keyof typeof labels;

/** What a reader calls a measure; undefined for a name that is none of these measures. */
export function complexityLabel(measure: string): string | undefined {
  return Object.hasOwn(labels, measure) ? labels[measure as ComplexityMeasure] : undefined;
}
