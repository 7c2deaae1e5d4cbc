import { averagedIn } from './averaged.ts';
import { knownModels, type Population, type PopulationModel } from './population.ts';
import { type RankedModels, rankIn } from './rankedModels.ts';
import type { Seeds } from './types.ts';

/** How hyperparameters group the models. */
export interface Grouping {
  /**
   * `repeats` (default): every model enters, and a cell holds all repeats of its configurations. `averaged`: models that
   * share every hyperparameter are first replaced by one with their mean measure and mean gap (+∞ where one of them is),
   * so that the number of models counts configurations.
   */
  readonly seeds?: Seeds | undefined;
  /**
   * A whole number from 2. Numeric hyperparameters with more distinct values are cut into so many bins of about equal
   * counts of models, and the models of a cell share the bin, not the value. Default: none is cut.
   */
  readonly bins?: number | undefined;
}

/** What has a value of a measure: models, or configurations. */
export interface Entering {
  readonly ranked: RankedModels;
  /** A value of each. */
  readonly measures: ArrayLike<number>;
  /** Models that have both a measure and a gap. */
  readonly models: number;
}

/**
 * Prepares what has a value of a measure.
 *
 * @param models those of the population
 * @returns what does so for the values of a measure, one a model; NaN where it has none
 */
export function enteringIn(
  population: Population,
  models: readonly PopulationModel[],
  seeds: Seeds = 'repeats',
): (measures: ArrayLike<number>) => Entering {
  if (seeds === 'repeats') return repeatsIn(population);
  const average = averagedIn(population, models);
  let last: { readonly population: Population; readonly ranked: RankedModels } | undefined;
  return (measures) => {
    const averaged = average(measures);
    if (last?.population !== averaged.population) {
      const rank = rankIn(averaged.population);
      last = { population: averaged.population, ranked: rank([...averaged.population.gaps.keys()]) };
    }
    return {
      ranked: last.ranked,
      measures: averaged.measures,
      models: knownModels(population, measures).length,
    };
  };
}

function repeatsIn(population: Population): (measures: ArrayLike<number>) => Entering {
  const rank = rankIn(population);
  return (measures) => {
    const known = knownModels(population, measures);
    return {
      ranked: rank(known),
      measures: Float64Array.from(known, (model) => measures[model]!),
      models: known.length,
    };
  };
}
