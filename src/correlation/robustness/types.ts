import type { MeasureIdentity } from '../measureIdentity.ts';
import type { Hyperparameters } from '../types.ts';

/** What stands where a measure's value would: it, its first-order estimate, or what needs no measuring. */
export type Quantity = 'value' | 'first_order' | 'hyperparameter' | 'train_loss';

export type RobustnessStatistic =
  | 'tau'
  | 'spearman'
  | 'pearson'
  | 'partial_tau'
  | 'stratified_tau'
  | 'conditional_information'
  | 'pgdl_score'
  | 'sign_error_max'
  | 'sign_error_p90'
  | 'sign_error_mean'
  | 'tau_held_out'
  | 'held_out_spread'
  | 'optimism'
  | 'same_choice';

/** One more number on how a measure goes with the gap: a row of robustness.csv. Null is an empty cell. */
export interface RobustnessRow extends MeasureIdentity {
  readonly of: Quantity;
  readonly statistic: RobustnessStatistic;
  /** What it is correlated with: `gap_loss`, `gap_error`, `test_loss`, `test_error`; in a table of yours, the gap's column. */
  readonly against: string;
  /** A partial or stratified τ: the hyperparameter; K: the set of them; a sign-error: what its environments are. */
  readonly given: string | null;
  /** Only models with a training accuracy above it entered; null: this gate was open. */
  readonly min_train_accuracy: number | null;
  /** Only models with a training loss below it entered; null: this gate was open. */
  readonly max_train_loss: number | null;
  readonly value: number | null;
  /** Models that entered. */
  readonly models: number;
  /** Environments in a sign-error, halves in a held-out τ; else null. */
  readonly parts: number | null;
}

/** Numbers of the models under a name; NaN of a model that has none. */
export interface NamedValues {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** A measure at one radius. */
export interface StudiedMeasure {
  readonly identity: MeasureIdentity;
  readonly values: ArrayLike<number>;
  /** Where there are first-order estimates of it. */
  readonly firstOrder: ArrayLike<number> | null;
}

/** Everything that is known of the models of a study, by model. */
export interface StudiedModels {
  readonly models: readonly Hyperparameters[];
  /** Those that are allowed for; every model that enters has a value of each. */
  readonly hyperparameters: readonly string[];
  readonly bins: number | undefined;
  /** Does a model pass the gate? */
  readonly enters: readonly boolean[];
  readonly minTrainAccuracy: number | null;
  readonly gap: NamedValues;
  /** What else a measure may rank models by: test loss and test error. */
  readonly others: readonly NamedValues[];
  /** What the sign-error weighs, and from how many test examples; null where that is not known. */
  readonly errorGap: (NamedValues & { readonly testCount: number }) | null;
  /** What other gates go by; null where there is none. */
  readonly training: { readonly losses: readonly number[]; readonly accuracies: readonly number[] } | null;
  readonly measures: readonly StudiedMeasure[];
}
