/** Norm order p of a maximization region: a number above 1, or infinity, written `inf`. */
export type NormOrder = number | 'inf';

/** The diagonal of T_w: 1, |w| + eta, or a convolution filter's norm + eta (paper, equation 5). */
export type Normalization = 'none' | 'element' | 'filter';

/**
 * How T_w treats every parameter that is not named `weight`: T = 1, like a weight, or T = 0 (it is absent
 * from the perturbation and from the norm).
 */
export type BiasPolicy = 'constant' | 'normalized' | 'frozen';

/** One maximization region, short of its radius. */
export interface Region {
  readonly p: NormOrder;
  readonly normalization: Normalization;
}

/** What is measured on every m-group of a checkpoint. */
export interface SharpnessPlan {
  readonly regions: readonly Region[];
  /** rho, ascending; every region is measured at every radius. */
  readonly radii: readonly number[];
  readonly eta: number;
  readonly bias: BiasPolicy;
  /** Examples in a group. */
  readonly m: number;
  readonly precision: 'float32' | 'float64';
}

export type ValueSource = 'float32' | 'float64' | 'interpolated' | 'noise';

/** The measures of one m-group. The matrices are [region][radius]. */
export interface GroupMeasures {
  /** L_group(w) */
  readonly loss: number;
  /** L_group(w + epsilon) - L_group(w) */
  readonly values: readonly (readonly number[])[];
  /** rho * ||T g||_q */
  readonly firstOrder: readonly (readonly number[])[];
  /**
   * Where each value comes from: evaluated in either precision; where float32 noise would decide it,
   * `interpolated`: its first-order term times a factor near 1 that is interpolated between radii where it is
   * known; or `noise`, where nothing better is to be had.
   */
  readonly sources: readonly (readonly ValueSource[])[];
}
