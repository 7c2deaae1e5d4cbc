import { ascending } from './ascending.ts';
import type { Hyperparameters, HyperparameterValue } from './types.ts';

/**
 * Models whose measures are to be ranked: what does not depend on the measure, by model. Settings and cells are numbers
 * from 0: the same one for the same setting.
 */
export interface Population {
  /** NaN: of a model that enters nothing. */
  readonly gaps: readonly number[];
  /** The models that have a gap, in its ascending order. */
  readonly byGap: Uint32Array;
  readonly hyperparameters: readonly HyperparameterCells[];
}

/** How one hyperparameter groups the models. */
export interface HyperparameterCells {
  readonly name: string;
  /** The value of each model. */
  readonly settings: Uint32Array;
  /** The cell of each model: its models share every other hyperparameter. */
  readonly cells: Uint32Array;
  readonly cellCount: number;
}

/** A model without its measures. */
export interface PopulationModel {
  readonly hyperparameters: Hyperparameters;
  readonly gap: number;
}

/** @param hyperparameters those that have a ψ; every model has a value of each */
export function populationOf(
  models: readonly PopulationModel[],
  hyperparameters: readonly string[],
): Population {
  const gaps = models.map(({ gap }) => gap);
  const known = Uint32Array.from(gaps.keys()).filter((model) => !Number.isNaN(gaps[model]));
  const byKnown = ascending(Float64Array.from(known, (model) => gaps[model]!)).order;
  const settings = hyperparameters.map((name) =>
    numbered(models.map((model) => settingKey(model.hyperparameters[name]))),
  );
  return {
    gaps,
    byGap: byKnown.map((k) => known[k]!),
    hyperparameters: hyperparameters.map((name, i) => {
      const { numbers: cells, count } = combined(
        models.length,
        settings.filter((_, other) => hyperparameters[other] !== name),
      );
      return { name, settings: settings[i]!.numbers, cells, cellCount: count };
    }),
  };
}

/** A number from 0 for each item: the same one for the same item, in first-seen order. */
interface Numbered {
  readonly numbers: Uint32Array;
  readonly count: number;
}

function numbered(keys: readonly (string | number)[]): Numbered {
  const known = new Map<string | number, number>();
  const numbers = Uint32Array.from(keys, (key) => {
    const number = known.get(key) ?? known.size;
    if (number === known.size) known.set(key, number);
    return number;
  });
  return { numbers, count: known.size };
}

/** A number for each combination. */
function combined(models: number, all: readonly Numbered[]): Numbered {
  const one: Numbered = { numbers: new Uint32Array(models), count: Math.min(1, models) };
  return all.reduce(
    (sofar, { numbers, count }) =>
      numbered(Array.from(numbers, (number, model) => sofar.numbers[model]! * count + number)),
    one,
  );
}

/** 1, '1' and true stay apart. */
export function settingKey(value: HyperparameterValue | undefined): string {
  return `${typeof value} ${value}`;
}
