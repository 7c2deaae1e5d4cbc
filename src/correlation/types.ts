import type { Normalization, NormOrder } from '../sharpness/types.ts';

export type HyperparameterValue = number | string | boolean;

/** One model's setting, by hyperparameter. */
export type Hyperparameters = Readonly<Record<string, HyperparameterValue>>;

/** One model with one measure of it, and how far it fails to generalize. */
export interface RankedModel {
  readonly hyperparameters: Hyperparameters;
  readonly measure: number;
  readonly gap: number;
}

/** One value of one measure of one checkpoint: a row of measurements.csv. */
export interface MeasurementRow {
  readonly checkpoint: string;
  readonly measure: string;
  /** Empty (null) for measures that are no sharpness, like all that says how a sharpness was measured. */
  readonly p: NormOrder | null;
  readonly normalization: Normalization | null;
  readonly rho: number | null;
  readonly ascent: string | null;
  readonly m: number | null;
  readonly samples: number;
  readonly value: number;
  readonly standard_error: number | null;
  readonly first_order: number | null;
  readonly bias: string | null;
  readonly eta: number | null;
  readonly loss: string | null;
  /** Batch norm by its running statistics (`evaluation`) or by the m-group's (`batch`). */
  readonly bn_mode: string | null;
  /** The layer that alone is perturbed; null: all together. */
  readonly layer: string | null;
  /** The patterns of the names of perturbed parameters, with spaces between them. */
  readonly perturb: string | null;
  readonly augmentation: string | null;
  readonly sampling: string;
  readonly seed: number | null;
  readonly precision: string;
  /** Groups whose value float32 noise would have decided, so that it was got in double precision or by interpolation. */
  readonly refined_groups: number;
  /** Is the value, in some group, no better than float32's noise? */
  readonly below_noise: boolean;
  /** Of an iterative ascent, from each of so many starts. */
  readonly steps: number | null;
  readonly restarts: number | null;
  /** Of projected ascent, in radii. */
  readonly step_size: number | null;
  readonly momentum: number | null;
  /** Of the average case. */
  readonly draws: number | null;
  readonly sigma: string | null;
  /** What one step gives, beside an iterative ascent's value. */
  readonly one_step: number | null;
  /** How far apart the starts' maxima are. */
  readonly restart_spread: number | null;
  /** ||z||_p / rho of the maximizer: 1 on the boundary. */
  readonly maximizer_norm: number | null;
  /** The share of coordinates on the boundary, for p = infinity. */
  readonly boundary_share: number | null;
  /** The share of groups whose value the last quarter of the steps improved. */
  readonly still_improving: number | null;
}

/** One checkpoint's losses and accuracies over all its examples: a row of checkpoints.csv. */
export interface CheckpointRow {
  readonly checkpoint: string;
  readonly hyperparameters: Hyperparameters;
  readonly train_loss: number;
  readonly test_loss: number;
  readonly train_accuracy: number;
  readonly test_accuracy: number;
  /** test_loss - train_loss */
  readonly gap_loss: number;
  /** train_accuracy - test_accuracy */
  readonly gap_error: number;
  /**
   * How far other test examples would move the test loss, and so the gap, for the training examples as they are: the
   * sample standard deviation of the losses over √n. Null or absent where it is not known.
   */
  readonly test_loss_standard_error?: number | null;
}

/** How several seeds of one configuration enter: each as a model, or together as one with their means. */
export type Seeds = 'repeats' | 'averaged';

export type Statistic = 'tau' | 'tau_b' | 'psi' | 'Psi';

/** One coefficient: a row of correlations.csv. Null is an empty cell: undefined here. */
export interface CorrelationRow {
  readonly measure: string;
  readonly p: NormOrder | null;
  readonly normalization: string | null;
  readonly rho: number | null;
  readonly statistic: Statistic;
  /** The hyperparameter of a psi; null otherwise. */
  readonly hyperparameter: string | null;
  readonly value: number | null;
  /** The ends of the 95 % interval. */
  readonly ci_low: number | null;
  readonly ci_high: number | null;
  /** Models that entered; configurations, where seeds are averaged. */
  readonly models: number;
  /** Cells in the mean (psi), null for tau. */
  readonly cells: number | null;
  readonly ascent: string | null;
  readonly m: number | null;
  readonly bias: string | null;
  readonly eta: number | null;
  readonly loss: string | null;
  readonly bn_mode: string | null;
  readonly layer: string | null;
  readonly perturb: string | null;
  readonly augmentation: string | null;
  readonly steps: number | null;
  readonly restarts: number | null;
  readonly draws: number | null;
  readonly gap: string;
  readonly gate: number | null;
  readonly cells_left_out: number | null;
  /** Is this the radius with the largest tau of its measure? */
  readonly best_radius: boolean;
  readonly step_size: number | null;
  readonly momentum: number | null;
  readonly sigma: string | null;
  /** Are several seeds of a configuration models of their own (`repeats`), or one with their means (`averaged`)? */
  readonly seeds: Seeds;
  /** Into how many bins numeric hyperparameters with more values are cut for the cells; null: none is cut. */
  readonly bins: number | null;
  /** Of the permutation test that the value is 0. */
  readonly p_value: number | null;
}
