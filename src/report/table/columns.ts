import type {
  CheckpointRow,
  CorrelationRow,
  IdentityColumn,
  MeasurementRow,
  RobustnessRow,
} from '../../correlation/index.ts';
import type { ComparisonRow } from './comparisonRows.ts';

/**
 * What a column holds. `number`: an empty cell reads as NaN (as other tools write NaN); `count`: a whole
 * number from 0; `order`: a number above 1, or `inf`. With `?`, an empty cell is null.
 */
export type ColumnKind = 'text' | 'text?' | 'number' | 'number?' | 'count' | 'count?' | 'flag' | 'order?';

export interface Column<Name extends string = string> {
  readonly name: Name;
  readonly kind: ColumnKind;
  /** The only texts that may stand here. */
  readonly oneOf?: readonly string[];
  /** The value where a table from elsewhere lacks the column. */
  readonly otherwise?: string | number | boolean | null;
}

/** The columns of measurements.csv. */
export const measurementColumns: readonly Column<keyof MeasurementRow>[] = [
  { name: 'checkpoint', kind: 'text' },
  { name: 'measure', kind: 'text' },
  { name: 'p', kind: 'order?' },
  { name: 'normalization', kind: 'text?', oneOf: ['none', 'element', 'filter'] },
  { name: 'rho', kind: 'number?' },
  { name: 'ascent', kind: 'text?' },
  { name: 'm', kind: 'count?' },
  { name: 'samples', kind: 'count' },
  { name: 'value', kind: 'number' },
  { name: 'standard_error', kind: 'number?' },
  { name: 'first_order', kind: 'number?', otherwise: null },
  { name: 'bias', kind: 'text?', otherwise: '' },
  { name: 'eta', kind: 'number?', otherwise: Number.NaN },
  { name: 'loss', kind: 'text?', otherwise: '' },
  { name: 'bn_mode', kind: 'text?', otherwise: '' },
  { name: 'layer', kind: 'text?', otherwise: null },
  { name: 'perturb', kind: 'text?', otherwise: '' },
  { name: 'augmentation', kind: 'text?', otherwise: '' },
  { name: 'sampling', kind: 'text', otherwise: '' },
  { name: 'seed', kind: 'count?', otherwise: null },
  { name: 'precision', kind: 'text', otherwise: '' },
  { name: 'refined_groups', kind: 'count', otherwise: 0 },
  { name: 'below_noise', kind: 'flag', otherwise: false },
  { name: 'steps', kind: 'count?', otherwise: null },
  { name: 'restarts', kind: 'count?', otherwise: null },
  { name: 'step_size', kind: 'number?', otherwise: null },
  { name: 'momentum', kind: 'number?', otherwise: null },
  { name: 'draws', kind: 'count?', otherwise: null },
  { name: 'sigma', kind: 'text?', otherwise: null },
  { name: 'one_step', kind: 'number?', otherwise: null },
  { name: 'restart_spread', kind: 'number?', otherwise: null },
  { name: 'maximizer_norm', kind: 'number?', otherwise: null },
  { name: 'boundary_share', kind: 'number?', otherwise: null },
  { name: 'still_improving', kind: 'number?', otherwise: null },
];

/** The columns of checkpoints.csv that follow `checkpoint` and the hyperparameters. */
export const performanceColumns: readonly Column<
  Exclude<keyof CheckpointRow, 'checkpoint' | 'hyperparameters'>
>[] = [
  { name: 'train_loss', kind: 'number' },
  { name: 'test_loss', kind: 'number' },
  { name: 'train_accuracy', kind: 'number' },
  { name: 'test_accuracy', kind: 'number' },
  { name: 'gap_loss', kind: 'number' },
  { name: 'gap_error', kind: 'number' },
  { name: 'test_loss_standard_error', kind: 'number?', otherwise: null },
];

/** What is measured, in a table of coefficients. */
const measureColumns: readonly Column<IdentityColumn>[] = [
  { name: 'measure', kind: 'text' },
  { name: 'p', kind: 'order?' },
  { name: 'normalization', kind: 'text?' },
  { name: 'rho', kind: 'number?' },
];

/** How it is measured. */
const methodColumns: readonly Column<IdentityColumn>[] = [
  { name: 'ascent', kind: 'text?' },
  { name: 'm', kind: 'count?' },
  { name: 'bias', kind: 'text?' },
  { name: 'eta', kind: 'number?', otherwise: null },
  { name: 'loss', kind: 'text?', otherwise: null },
  { name: 'bn_mode', kind: 'text?', otherwise: null },
  { name: 'layer', kind: 'text?', otherwise: null },
  { name: 'perturb', kind: 'text?', otherwise: null },
  { name: 'augmentation', kind: 'text?', otherwise: null },
  { name: 'steps', kind: 'count?', otherwise: null },
  { name: 'restarts', kind: 'count?', otherwise: null },
  { name: 'draws', kind: 'count?', otherwise: null },
];

const ascentColumns: readonly Column<IdentityColumn>[] = [
  { name: 'step_size', kind: 'number?', otherwise: null },
  { name: 'momentum', kind: 'number?', otherwise: null },
  { name: 'sigma', kind: 'text?', otherwise: null },
];

/** The columns of correlations.csv. */
export const correlationColumns: readonly Column<keyof CorrelationRow>[] = [
  ...measureColumns,
  { name: 'statistic', kind: 'text', oneOf: ['tau', 'tau_b', 'psi', 'Psi'] },
  { name: 'hyperparameter', kind: 'text?' },
  { name: 'value', kind: 'number?' },
  { name: 'ci_low', kind: 'number?' },
  { name: 'ci_high', kind: 'number?' },
  { name: 'models', kind: 'count' },
  { name: 'cells', kind: 'count?' },
  ...methodColumns,
  { name: 'gap', kind: 'text' },
  { name: 'gate', kind: 'number?' },
  { name: 'cells_left_out', kind: 'count?' },
  { name: 'best_radius', kind: 'flag' },
  ...ascentColumns,
  { name: 'seeds', kind: 'text', oneOf: ['repeats', 'averaged'], otherwise: 'repeats' },
  { name: 'bins', kind: 'count?', otherwise: null },
  { name: 'p_value', kind: 'number?', otherwise: null },
];

/** The columns of robustness.csv. */
export const robustnessColumns: readonly Column<keyof RobustnessRow>[] = [
  ...measureColumns,
  { name: 'of', kind: 'text', oneOf: ['value', 'first_order', 'hyperparameter', 'train_loss'] },
  { name: 'statistic', kind: 'text' },
  { name: 'against', kind: 'text' },
  { name: 'given', kind: 'text?' },
  { name: 'min_train_accuracy', kind: 'number?' },
  { name: 'max_train_loss', kind: 'number?' },
  { name: 'value', kind: 'number?' },
  { name: 'models', kind: 'count' },
  { name: 'parts', kind: 'count?' },
  ...methodColumns,
  ...ascentColumns,
];

/** The columns of comparisons.csv. */
export const comparisonColumns: readonly Column<keyof ComparisonRow>[] = [
  { name: 'first', kind: 'text' },
  { name: 'first_rho', kind: 'number?' },
  { name: 'second', kind: 'text' },
  { name: 'second_rho', kind: 'number?' },
  { name: 'statistic', kind: 'text', oneOf: ['tau', 'tau_b', 'psi', 'Psi'] },
  { name: 'hyperparameter', kind: 'text?' },
  { name: 'difference', kind: 'number?' },
  { name: 'ci_low', kind: 'number?' },
  { name: 'ci_high', kind: 'number?' },
  { name: 'p_value', kind: 'number?' },
  { name: 'p_holm', kind: 'number?' },
  { name: 'models', kind: 'count' },
];
