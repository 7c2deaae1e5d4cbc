import { UserError } from '../userError.ts';
import { coefficientsOf } from './coefficients.ts';
import type { Correlations } from './correlate.ts';
import { emptyPsis } from './emptyPsis.ts';
import { enteringIn, type Grouping } from './entering.ts';
import { identityColumns, type MeasureIdentity } from './measureIdentity.ts';
import { populationOf } from './population.ts';
import type { HyperparameterValue } from './types.ts';
import { defaultResamples } from './uncertainty/defaultResamples.ts';
import { uncertaintiesBy } from './uncertainty/uncertainty.ts';

/** A cell of a table; null where it is empty. */
export type Cell = number | string | boolean | null;

export interface CorrelateTableOptions extends Grouping {
  /** The table by column; all of one length, a row a model. */
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
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
  const { columns, hyperparameters, seeds = 'repeats', bins } = options;
  const gaps = numbers(columns, options.gap);
  const settings = hyperparameters.map((name) => values(columns, name));
  const models = gaps.map((gap, row) => ({
    gap,
    hyperparameters: Object.fromEntries(hyperparameters.map((name, i) => [name, settings[i]![row]!])),
  }));
  const population = populationOf(models, hyperparameters, bins);
  const enter = enteringIn(population, models, seeds);
  const resamples = options.resamples ?? defaultResamples(models.length, options.measures.length);
  const uncertaintiesOf = uncertaintiesBy({ resamples, seed: options.seed ?? 0 });
  const found = options.measures.map((measure) => {
    const own = enter(numbers(columns, measure));
    return {
      identity: identityOfColumn(measure),
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

/** A column of the user's is known by its name alone. */
function identityOfColumn(measure: string): MeasureIdentity {
  const nothing = Object.fromEntries(identityColumns.map((name) => [name, null]));
  return { ...(nothing as Omit<MeasureIdentity, 'measure'>), measure };
}

function column(columns: CorrelateTableOptions['columns'], name: string): readonly Cell[] {
  const cells = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (cells !== undefined) return cells;
  const names = Object.keys(columns).map((known) => JSON.stringify(known));
  const shown = names.length > 20 ? [...names.slice(0, 20), '...'] : names;
  throw new UserError(`the table has no column ${JSON.stringify(name)}: its columns are ${shown.join(', ')}`);
}

function numbers(columns: CorrelateTableOptions['columns'], name: string): number[] {
  return column(columns, name).map((cell, row) => {
    if (cell === null) return Number.NaN;
    if (typeof cell === 'number') return cell;
    throw new UserError(
      `column ${JSON.stringify(name)} must hold numbers, but row ${row + 1} has ${JSON.stringify(cell)}`,
    );
  });
}

function values(columns: CorrelateTableOptions['columns'], name: string): HyperparameterValue[] {
  return column(columns, name).map((cell, row) => {
    if (cell !== null) return cell;
    throw new UserError(
      `column ${JSON.stringify(name)} has no value in row ${row + 1}: a ψ needs every hyperparameter of every model`,
    );
  });
}
