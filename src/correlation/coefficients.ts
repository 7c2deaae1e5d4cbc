import { averagePsi, psi } from './granulated.ts';
import { tauA, tauB } from './kendall.ts';
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
  const measures = models.map((model) => model.measure);
  const gaps = models.map((model) => model.gap);
  const psis = hyperparameters.map((name) => psi(models, name, hyperparameters));
  const common = {
    hyperparameter: null,
    ci_low: null,
    ci_high: null,
    models: models.length,
    cells: null,
    cells_left_out: null,
  };
  return [
    { ...common, statistic: 'tau', value: tauA(measures, gaps) },
    { ...common, statistic: 'tau_b', value: tauB(measures, gaps) },
    ...psis.map(
      ({ value, cells, cellsLeftOut }, i): Coefficient => ({
        ...common,
        statistic: 'psi',
        hyperparameter: hyperparameters[i]!,
        value,
        cells,
        cells_left_out: cellsLeftOut,
      }),
    ),
    { ...common, statistic: 'Psi', value: averagePsi(psis) },
  ];
}
