import { lastPrepared } from './lastPrepared.ts';
import { combined, groupsOf, numbered } from './numbered.ts';
import {
  knownInOrder,
  knownModels,
  type Population,
  type PopulationModel,
  settingKey,
} from './population.ts';

/** Configurations in place of models, each with its mean value of a measure. */
export interface Averaged {
  /** The configurations that have a value, each with its mean gap. */
  readonly population: Population;
  readonly measures: Float64Array;
}

/**
 * Replaces the models of a configuration, which share every hyperparameter that any model has, by one with the means of
 * their measures and gaps. A model whose measure or gap is NaN enters no mean. A mean with +∞ in it is +∞.
 *
 * @param models those of the population
 * @returns what does so for the values of a measure, one a model; the population is the same object as the last time
 *   where the same models enter
 */
export function averagedIn(
  population: Population,
  models: readonly PopulationModel[],
): (measures: ArrayLike<number>) => Averaged {
  const configurations = groupsOf(configurationsOf(models));
  const averageGaps = lastPrepared((entering) => averagedGaps(population, configurations, entering));
  return (measures) => {
    const averaged = averageGaps(knownModels(population, measures));
    return {
      population: averaged.population,
      measures: Float64Array.from(averaged.members, (repeats) => meanOf(repeats, measures)),
    };
  };
}

interface ConfigurationGaps {
  readonly population: Population;
  /** The models that enter of each of its configurations. */
  readonly members: readonly (readonly number[])[];
}

function averagedGaps(
  population: Population,
  configurations: readonly (readonly number[])[],
  entering: readonly number[],
): ConfigurationGaps {
  const enters = new Set(entering);
  const members = configurations
    .map((repeats) => repeats.filter((model) => enters.has(model)))
    .filter(({ length }) => length > 0);
  const gaps = members.map((repeats) => meanOf(repeats, population.gaps));
  const ofFirst = (numbers: Uint32Array): Uint32Array =>
    Uint32Array.from(members, ([first]) => numbers[first!]!);
  const hyperparameters = population.hyperparameters.map((axis) => {
    const { numbers, settings, levels, cells } = axis;
    return {
      ...axis,
      numbers: numbers && Float64Array.from(members, ([first]) => numbers[first!]!),
      settings: ofFirst(settings),
      levels: ofFirst(levels),
      cells: ofFirst(cells),
    };
  });
  return { members, population: { gaps, byGap: knownInOrder(gaps), hyperparameters } };
}

/** The configuration of each model. */
function configurationsOf(models: readonly PopulationModel[]): Uint32Array {
  const names = new Set(models.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)));
  const settings = Array.from(names, (name) =>
    numbered(
      models.map(({ hyperparameters: own }) => settingKey(Object.hasOwn(own, name) ? own[name] : undefined)),
    ),
  );
  return combined(models.length, settings).numbers;
}

/** Means that differ by rounding alone are equal: 0.1 and 0.7 have the mean of 0.3 and 0.5. */
const MEAN_DIGITS = 12;

/** The mean to twelve digits: what is tied by the numbers as they are written stays tied. */
function meanOf(repeats: readonly number[], values: ArrayLike<number>): number {
  const sorted = Float64Array.from(repeats, (model) => values[model]!).sort();
  if (sorted.at(-1) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Number(mean.toPrecision(MEAN_DIGITS));
}
