import { UserError } from '../userError.ts';
import { ascending } from './ascending.ts';
import { binned } from './bins.ts';
import { combined, numbered } from './numbered.ts';
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
  /** The value of each model, where all of them are numbers; else null. */
  readonly numbers: Float64Array | null;
  /** The value of each model. */
  readonly settings: Uint32Array;
  /** What models of a cell of another share of it: the value, or where it is cut, the bin. */
  readonly levels: Uint32Array;
  readonly levelCount: number;
  /** The cell of each model: its models share every other hyperparameter. */
  readonly cells: Uint32Array;
  readonly cellCount: number;
}

/** A model without its measures. */
export interface PopulationModel {
  readonly hyperparameters: Hyperparameters;
  readonly gap: number;
}

/**
 * @param hyperparameters those that have a ψ; every model has a value of each
 * @param bins for the cells of the others, numbers that take more values are cut into so many bins
 * @throws UserError where bins is no whole number from 2
 */
export function populationOf(
  models: readonly PopulationModel[],
  hyperparameters: readonly string[],
  bins?: number | undefined,
): Population {
  if (bins !== undefined && !(Number.isSafeInteger(bins) && bins >= 2))
    throw new UserError(`bins must be a whole number from 2, not ${bins}`);
  const gaps = models.map(({ gap }) => gap);
  const axes = hyperparameters.map((name) => {
    const values = models.map((model) => model.hyperparameters[name]);
    const numbers = values.every(isNumber) ? Float64Array.from(values) : null;
    const settings = numbered(values.map(settingKey));
    const isCut = bins !== undefined && numbers !== null && settings.count > bins;
    const levels = isCut ? binned(numbers, bins) : settings;
    return { name, numbers, settings: settings.numbers, levels };
  });
  return {
    gaps,
    byGap: knownInOrder(gaps),
    hyperparameters: axes.map((axis) => {
      const others = axes.filter(({ name }) => name !== axis.name);
      const cells = combined(
        models.length,
        others.map(({ levels }) => levels),
      );
      return {
        ...axis,
        levels: axis.levels.numbers,
        levelCount: axis.levels.count,
        cells: cells.numbers,
        cellCount: cells.count,
      };
    }),
  };
}

/**
 * The models that have both a gap and a value of a measure.
 *
 * @param measures a value a model; NaN where it has none
 */
export function knownModels({ gaps }: Population, measures: ArrayLike<number>): number[] {
  return [...gaps.keys()].filter((model) => !Number.isNaN(gaps[model]) && !Number.isNaN(measures[model]));
}

/** The indices of numbers that are none of them NaN, in ascending order of the numbers. */
export function knownInOrder(numbers: readonly number[]): Uint32Array {
  const known = Uint32Array.from(numbers.keys()).filter((index) => !Number.isNaN(numbers[index]));
  const { order } = ascending(Float64Array.from(known, (index) => numbers[index]!));
  return order.map((k) => known[k]!);
}

function isNumber(value: HyperparameterValue | undefined): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** 1, '1' and true stay apart. */
export function settingKey(value: HyperparameterValue | undefined): string {
  return `${typeof value} ${value}`;
}
