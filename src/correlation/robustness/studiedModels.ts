import type { CorrelateOptions } from '../correlate.ts';
import { defaultMinTrainAccuracy, passesGate } from '../gate.ts';
import { commonHyperparameters, requireHyperparameters } from '../hyperparameters.ts';
import { type MeasureColumn, measureColumns } from '../measureColumns.ts';
import { measureKey } from '../measureIdentity.ts';
import type { MeasurementRow } from '../types.ts';
import type { StudiedModels } from './types.ts';

/** Of `correlate`, and how many test examples every gap was computed from; undefined where they differ or nobody knows. */
export interface StudiedModelsOptions extends Omit<CorrelateOptions, 'resamples' | 'seed' | 'seeds'> {
  readonly testCount?: number | undefined;
}

/** The study that an output folder's tables are. */
export function studiedModels(options: StudiedModelsOptions): StudiedModels {
  const { checkpoints, measurements, gap, bins, testCount } = options;
  const minTrainAccuracy = options.minTrainAccuracy ?? defaultMinTrainAccuracy;
  const enters = checkpoints.map((row) => passesGate(row, minTrainAccuracy));
  const entering = checkpoints.filter((_, row) => enters[row]);
  const hyperparameters = options.hyperparameters ?? commonHyperparameters(entering);
  requireHyperparameters(entering, hyperparameters);
  const values = (column: MeasureColumn) => {
    const all = new Float64Array(checkpoints.length).fill(Number.NaN);
    column.rows.forEach((row, k) => {
      all[row] = column.values[k]!;
    });
    return all;
  };
  const firstOrders = new Map(
    measureColumns(firstOrdersOf(measurements), checkpoints).map((column) => [
      measureKey(column.identity),
      values(column),
    ]),
  );
  const errorGaps = checkpoints.map((row) => row.gap_error);
  return {
    models: checkpoints.map((row) => row.hyperparameters),
    hyperparameters,
    bins,
    enters,
    minTrainAccuracy,
    gap: { name: `gap_${gap}`, values: checkpoints.map((row) => row[`gap_${gap}`]) },
    others: [
      { name: 'test_loss', values: checkpoints.map((row) => row.test_loss) },
      { name: 'test_error', values: checkpoints.map((row) => 1 - row.test_accuracy) },
    ],
    errorGap: testCount === undefined ? null : { name: 'gap_error', values: errorGaps, testCount },
    training: {
      losses: checkpoints.map((row) => row.train_loss),
      accuracies: checkpoints.map((row) => row.train_accuracy),
    },
    measures: measureColumns(measurements, checkpoints).map((column) => ({
      identity: column.identity,
      values: values(column),
      firstOrder: firstOrders.get(measureKey(column.identity)) ?? null,
    })),
  };
}

function* firstOrdersOf(measurements: Iterable<MeasurementRow>): Generator<MeasurementRow> {
  for (const row of measurements) {
    if (row.first_order !== null) yield { ...row, value: row.first_order };
  }
}
