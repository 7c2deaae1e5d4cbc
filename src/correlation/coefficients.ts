import { type Entering, enteringIn, type Grouping } from './entering.ts';
import { averagePsi, granulated } from './granulated.ts';
import { tausOf } from './kendall.ts';
import { populationOf } from './population.ts';
import type { CorrelationRow, RankedModel } from './types.ts';

/** The part of a correlation row that the models decide. */
export type Coefficient = Pick<
  CorrelationRow,
  'statistic' | 'hyperparameter' | 'value' | 'ci_low' | 'ci_high' | 'models' | 'cells' | 'cells_left_out'
>;

/**
 * τ, τ-b, a ψ a hyperparameter, and Ψ of one measure. Models whose measure or gap is NaN do not enter:
 * `models` says how many did (configurations, where seeds are averaged).
 * @throws UserError where bins is no whole number from 2
 */
export function coefficients(
  models: readonly RankedModel[],
  hyperparameters: readonly string[],
  { seeds, bins }: Grouping = {},
): readonly Coefficient[] {
  const enter = enteringIn(populationOf(models, hyperparameters, bins), models, seeds);
  return coefficientsOf(enter(models.map(({ measure }) => measure)));
}

/** The same of models that are prepared. */
export function coefficientsOf({ ranked, measures }: Entering): readonly Coefficient[] {
  const psis = ranked.hyperparameters.map((cells) => granulated(cells, measures));
  const { a, b } = tausOf(ranked.all, measures);
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
        hyperparameter: ranked.hyperparameters[i]!.name,
        value,
        cells,
        cells_left_out: cellsLeftOut,
      }),
    ),
    { ...common, statistic: 'Psi', value: averagePsi(psis) },
  ];
}
