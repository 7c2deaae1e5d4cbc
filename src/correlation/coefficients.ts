import { type Entering, enteringIn, type Grouping } from './entering.ts';
import { averagePsi, granulated } from './granulated.ts';
import { tausOf } from './kendall.ts';
import { populationOf } from './population.ts';
import type { CorrelationRow, RankedModel } from './types.ts';
import type { Resampling } from './uncertainty/types.ts';
import { type UncertaintiesOf, type Uncertainty, uncertaintiesBy } from './uncertainty/uncertainty.ts';

/** The part of a correlation row that the models decide. */
export type Coefficient = Pick<
  CorrelationRow,
  | 'statistic'
  | 'hyperparameter'
  | 'value'
  | 'ci_low'
  | 'ci_high'
  | 'models'
  | 'cells'
  | 'cells_left_out'
  | 'p_value'
>;

/**
 * τ, τ-b, a ψ a hyperparameter, and Ψ of one measure. Models whose measure or gap is NaN do not enter:
 * `models` says how many did (configurations, where seeds are averaged).
 *
 * @param resampling what intervals and p-values come from; none: they are null
 * @throws UserError where bins is no whole number from 2
 */
export function coefficients(
  models: readonly RankedModel[],
  hyperparameters: readonly string[],
  { seeds, bins }: Grouping = {},
  resampling: Resampling = { resamples: 0, seed: 0 },
): readonly Coefficient[] {
  const enter = enteringIn(populationOf(models, hyperparameters, bins), models, seeds);
  return coefficientsOf(enter(models.map(({ measure }) => measure)), uncertaintiesBy(resampling));
}

/** The same of models that are prepared. */
export function coefficientsOf(
  { ranked, measures }: Entering,
  uncertaintiesOf: UncertaintiesOf,
): readonly Coefficient[] {
  const psis = ranked.hyperparameters.map((cells) => granulated(cells, measures));
  const { a, b } = tausOf(ranked.all, measures);
  const { tau, tauB, psi, Psi } = uncertaintiesOf(ranked, measures);
  const common = { hyperparameter: null, models: measures.length, cells: null, cells_left_out: null };
  return [
    { ...common, statistic: 'tau', value: a, ...told(tau) },
    { ...common, statistic: 'tau_b', value: b, ...told(tauB) },
    ...psis.map(
      ({ value, cells, cellsLeftOut }, i): Coefficient => ({
        ...common,
        statistic: 'psi',
        hyperparameter: ranked.hyperparameters[i]!.name,
        value,
        cells,
        cells_left_out: cellsLeftOut,
        ...told(psi[i]!),
      }),
    ),
    { ...common, statistic: 'Psi', value: averagePsi(psis), ...told(Psi) },
  ];
}

function told({ interval, p }: Uncertainty): Pick<Coefficient, 'ci_low' | 'ci_high' | 'p_value'> {
  return { ci_low: interval?.low ?? null, ci_high: interval?.high ?? null, p_value: p };
}
