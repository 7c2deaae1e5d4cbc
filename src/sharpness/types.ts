/** Norm order p of a maximization region: a number above 1, or infinity, written `inf`. */
export type NormOrder = number | 'inf';

/** The diagonal of T_w: 1, |w| + eta, or a convolution filter's norm + eta (paper, equation 5). */
export type Normalization = 'none' | 'element' | 'filter';

/**
 * How T_w treats every parameter that is not named `weight`: T = 1, like a weight, or T = 0 (it is absent
 * from the perturbation and from the norm).
 */
export type BiasPolicy = 'constant' | 'normalized' | 'frozen';

/** The normalization operator T_w. */
export interface NormalizationOptions {
  readonly normalization: Normalization;
  readonly bias: BiasPolicy;
  /** Added to |w| and to a filter's norm, for stability (paper, section 3). */
  readonly eta: number;
}

/** One maximization region, ||T_w^-1 epsilon||_p <= rho, at several radii. */
export interface Region extends NormalizationOptions {
  readonly p: NormOrder;
  /** The layer whose parameters alone are perturbed; null: all layers together. */
  readonly layer: string | null;
  /** rho, ascending. */
  readonly radii: readonly number[];
}

/** The paper's one step of gradient ascent (section 4). */
export interface OneStep {
  readonly kind: 'one-step';
}

/** Projected steepest ascent with momentum. */
export interface ProjectedAscent {
  readonly kind: 'pgd';
  /** Gradients taken from each start. */
  readonly steps: number;
  /** Starts: the first at 0, the others random. */
  readonly restarts: number;
  /** In units of the radius. */
  readonly stepSize: number;
  /** The share of the last step that the next one adds: from 0, less than 1. */
  readonly momentum: number;
}

/** Auto-PGD (Croce & Hein 2020), as published, or as tml-epfl/sharpness-vs-generalization computes it. */
export interface AutoPgd {
  readonly kind: 'apgd' | 'epfl-apgd';
  readonly steps: number;
  readonly restarts: number;
}

/** The mean over draws of z ~ N(0, sigma^2 I), or of z uniform in the box of half-width rho; epsilon = T_w z. */
export interface AverageCase {
  readonly kind: 'average-gaussian' | 'average-uniform';
  readonly draws: number;
  /** Of the normal distribution: sigma = rho, or rho / sqrt(number of perturbed parameters). */
  readonly sigma: 'rho' | 'rho/sqrt(k)';
}

export type IterativeAscent = ProjectedAscent | AutoPgd;

/** How the maximum over a region is estimated, or what stands in for it. */
export type Ascent = OneStep | IterativeAscent | AverageCase;

/**
 * The loss of an example: cross-entropy; cross-entropy of the logits less their mean, over their norm
 * (Andriushchenko et al. 2023); or the margin, the largest other logit less the true class's.
 */
export type LossName = 'cross-entropy' | 'normalized-logits' | 'margin';

/** Batch norm by its running statistics, or by those of the m-group. */
export type BatchNormMode = 'evaluation' | 'batch';

/** What is measured on every m-group of a checkpoint. */
export interface SharpnessPlan {
  readonly regions: readonly Region[];
  readonly ascent: Ascent;
  readonly loss: LossName;
  readonly batchNorm: BatchNormMode;
  /** Names of perturbed parameters: patterns with `*`; the others stay as they are and count in no norm. */
  readonly perturb: readonly string[];
  readonly precision: 'float32' | 'float64';
}

/**
 * Where a value comes from: evaluated in either precision; where float32 noise would decide it, `interpolated`:
 * its first-order term times a factor near 1 that is interpolated between radii where it is known; or `noise`,
 * where nothing better is to be had.
 */
export type ValueSource = 'float32' | 'float64' | 'interpolated' | 'noise';

/** How good the maximum of an iterative ascent is. */
export interface Certificate {
  /** What one step gives. */
  readonly oneStep: number;
  /** The largest less the smallest maximum of the starts; null for one start. */
  readonly restartSpread: number | null;
  /** ||z||_p / rho of the maximizer: 1 on the boundary. */
  readonly maximizerNorm: number;
  /** The share of the perturbed coordinates that are on the boundary; null for p = 2, where that is not theirs. */
  readonly boundaryShare: number | null;
  /** Did the last quarter of the steps improve the best start's value? */
  readonly stillImproving: boolean;
  /** The best value so far, after each step of the best start. */
  readonly curve: readonly number[];
}

/** One region at one radius, on one m-group. */
export interface GroupValue {
  /** L_group(w + epsilon) - L_group(w) */
  readonly value: number;
  /** rho * ||T g||_q; null for the average case, where it is 0. */
  readonly firstOrder: number | null;
  readonly source: ValueSource;
  /** Of iterative ascents. */
  readonly certificate?: Certificate;
}

/** The measures of one m-group. */
export interface GroupMeasures {
  /** L_group(w) */
  readonly loss: number;
  /** [region][radius] */
  readonly values: readonly (readonly GroupValue[])[];
}
