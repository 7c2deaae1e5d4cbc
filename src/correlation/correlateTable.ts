import { coefficientsOf } from './coefficients.ts';
import type { Correlations } from './correlate.ts';
import { emptyPsis } from './emptyPsis.ts';
import { enteringIn, type Grouping } from './entering.ts';
import { nameOnly } from './measureIdentity.ts';
import { populationOf } from './population.ts';
import { type Columns, type ColumnTable, tableColumns } from './tableColumns.ts';
import { defaultResamples } from './uncertainty/defaultResamples.ts';
import { uncertaintiesBy } from './uncertainty/uncertainty.ts';

export interface CorrelateTableOptions extends Grouping {
  /** The table, a row a model: its columns by name, or an Arquero table. */
  readonly columns: Columns | ColumnTable;
  /** The column with the generalization gap. */
  readonly gap: string;
  /** The columns with the measures. */
  readonly measures: readonly string[];
  /** The columns with the hyperparameters; none: no ψ. */
  readonly hyperparameters: readonly string[];
  /** How many resamples the intervals and p-values come from; 0: there are none. Default: `defaultResamples`. */
  readonly resamples?: number | undefined;
  /** Of the resamples. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * τ, τ-b, ψ_i and Ψ of columns of any table: `measure` is the column's name; p, normalization and rho are
 * null. No gate: every row is a model. A model whose measure or gap is empty or NaN is dropped from that
 * measure.
 * @throws UserError where a column is missing or not of numbers, a hyperparameter is empty, or bins is no
 *   whole number from 2.
 */
export function correlateTable(options: CorrelateTableOptions): Correlations {
  const { hyperparameters, seeds = 'repeats', bins } = options;
  const { numbers, values } = tableColumns(options.columns);
  const gaps = numbers(options.gap);
  const settings = hyperparameters.map(values);
  const models = gaps.map((gap, row) => ({
    gap,
    hyperparameters: Object.fromEntries(hyperparameters.map((name, i) => [name, settings[i]![row]!])),
  }));
  const population = populationOf(models, hyperparameters, bins);
  const enter = enteringIn(population, models, seeds);
  const resamples = options.resamples ?? defaultResamples(models.length, options.measures.length);
  const uncertaintiesOf = uncertaintiesBy({ resamples, seed: options.seed ?? 0 });
  const found = options.measures.map((measure) => {
    const own = enter(numbers(measure));
    return {
      identity: nameOnly(measure),
      found: coefficientsOf(own, uncertaintiesOf),
      dropped: models.length - own.models,
    };
  });
  return {
    rows: found.flatMap(({ identity, found }) =>
      found.map((coefficient) => ({
        ...identity,
        ...coefficient,
        gap: options.gap,
        gate: null,
        best_radius: found[0]!.value !== null,
        seeds,
        bins: bins ?? null,
      })),
    ),
    models: models.length,
    leftOut: 0,
    dropped: found.flatMap(({ identity, dropped }) => (dropped === 0 ? [] : [{ ...identity, dropped }])),
    // of a measure that every model has
    emptyPsis: emptyPsis(population, enter(population.gaps).ranked),
    resamples,
  };
}
