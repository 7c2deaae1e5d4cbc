import { coefficients, type Statistic } from '../../src/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { configurationsOf, hyperparametersOf, modelsOf } from './models.ts';
import { CHANCE_ALONE, CHANCE_WITH_TIES, type Population, SQUARE } from './populations.ts';
import { type PValues, pValuesOf } from './pValues.ts';

/** What p-values are where chance is alone and permutations are few. */
export interface FewPermutations {
  readonly population: Population;
  readonly permutations: number;
  readonly statistic: Statistic;
  readonly hyperparameter: string | null;
  readonly pValues: PValues;
}

const COUNTS = [9, 19, 99] as const;

export function fewPermutations(studies: number): readonly FewPermutations[] {
  const hyperparameters = hyperparametersOf(SQUARE);
  return [CHANCE_ALONE, CHANCE_WITH_TIES].flatMap((population) => {
    const configurations = configurationsOf({ population, grid: SQUARE });
    const stream = randomStream(0, `few permutations, ${population.name}`);
    return COUNTS.flatMap((permutations) => {
      const found = Array.from({ length: studies }, (_, seed) => {
        const models = modelsOf(configurations, population, stream);
        return coefficients(
          models.map((model) => ({ ...model, measure: model.first })),
          hyperparameters,
          {},
          { resamples: permutations, seed },
        );
      });
      return found[0]!.flatMap(({ statistic, hyperparameter }, k) =>
        statistic === 'tau_b'
          ? []
          : [
              {
                population,
                permutations,
                statistic,
                hyperparameter,
                pValues: pValuesOf(found.map((rows) => rows[k]!)),
              },
            ],
      );
    });
  });
}
