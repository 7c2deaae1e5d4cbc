import type { CorrelateTableOptions } from '../correlateTable.ts';
import { nameOnly } from '../measureIdentity.ts';
import { tableColumns } from '../tableColumns.ts';
import type { StudiedModels } from './types.ts';

/** Of `correlateTable`, and how many test examples every gap was computed from, the gap being one of the error. */
export interface StudiedTableOptions extends Omit<CorrelateTableOptions, 'resamples' | 'seed' | 'seeds'> {
  readonly testCount?: number | undefined;
}

/** The study that any table is: no gate, and nothing known but gap, measures and hyperparameters. */
export function studiedTable(options: StudiedTableOptions): StudiedModels {
  const { hyperparameters, bins, testCount } = options;
  const { numbers, values } = tableColumns(options.columns);
  const gap = { name: options.gap, values: numbers(options.gap) };
  const settings = hyperparameters.map(values);
  return {
    models: gap.values.map((_, row) =>
      Object.fromEntries(hyperparameters.map((name, i) => [name, settings[i]![row]!])),
    ),
    hyperparameters,
    bins,
    enters: gap.values.map(() => true),
    minTrainAccuracy: null,
    gap,
    others: [],
    errorGap: testCount === undefined ? null : { ...gap, testCount },
    training: null,
    measures: options.measures.map((name) => ({
      identity: nameOnly(name),
      values: numbers(name),
      firstOrder: null,
    })),
  };
}
