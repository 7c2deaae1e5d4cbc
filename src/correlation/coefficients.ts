import { averagePsi, granulated } from './granulated.ts';
import { tausOf } from './kendall.ts';
import { populationOf } from './population.ts';
import { type RankedModels, rankIn } from './rankedModels.ts';
import type { CorrelationRow, RankedModel } from './types.ts';

/** The part of a correlation row that the models decide. */
export type Coefficient = Pick<
  CorrelationRow,
  'statistic' | 'hyperparameter' | 'value' | 'ci_low' | 'ci_high' | 'models' | 'cells' | 'cells_left_out'
>;

/**
 * τ, τ-b, a ψ a hyperparameter, and Ψ of one measure. Models whose measure or gap is NaN do not enter:
 * `models` says how many did.
 */
export function coefficients(
  candidates: readonly RankedModel[],
  hyperparameters: readonly string[],
): readonly Coefficient[] {
  const models = candidates.filter(({ measure, gap }) => !Number.isNaN(measure) && !Number.isNaN(gap));
  const rank = rankIn(populationOf(models, hyperparameters));
  return coefficientsOf(
    rank([...models.keys()]),
    models.map(({ measure }) => measure),
  );
}

/**
 * The same of models that are prepared.
 *
 * @param measures a value of each, none of them NaN
 */
export function coefficientsOf(models: RankedModels, measures: ArrayLike<number>): readonly Coefficient[] {
  const psis = models.hyperparameters.map((cells) => granulated(cells, measures));
  const { a, b } = tausOf(models.all, measures);
  const common = {
    hyperparameter: null,
    ci_low: null,
    ci_high: null,
    models: measures.length,
    cells: null,
    cells_left_out: null,
  };
  return [
    { ...common, statistic: 'tau', value: a },
    { ...common, statistic: 'tau_b', value: b },
    ...psis.map(
      ({ value, cells, cellsLeftOut }, i): Coefficient => ({
        ...common,
        statistic: 'psi',
        hyperparameter: models.hyperparameters[i]!.name,
        value,
        cells,
        cells_left_out: cellsLeftOut,
      }),
    ),
    { ...common, statistic: 'Psi', value: averagePsi(psis) },
  ];
}
