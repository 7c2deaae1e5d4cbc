import { type Ascending, withEnds } from './ascending.ts';
import { lastPrepared } from './lastPrepared.ts';
import type { Population } from './population.ts';

/** Models of a population that have a value of a measure, prepared for the values of any number of measures. */
export interface RankedModels {
  /** By ascending gap; models are numbered as they were given. */
  readonly all: Ascending;
  readonly hyperparameters: readonly RankedCells[];
}

/** The models by cell of a hyperparameter. */
export interface RankedCells {
  readonly name: string;
  /** The value of each model, as a number from 0: the same one for the same value. */
  readonly settings: Uint32Array;
  /** The cells of two models or more, in the order of their first models. */
  readonly cells: readonly Ascending[];
  readonly cellsLeftOut: number;
}

/** Prepares some models of a population, each of which has a gap. The same ones as the last time are prepared already. */
export function rankIn(population: Population): (models: readonly number[]) => RankedModels {
  return lastPrepared((models) => rankedModels(population, models));
}

function rankedModels({ gaps, byGap, hyperparameters }: Population, models: readonly number[]): RankedModels {
  const placeOf = new Uint32Array(gaps.length);
  models.forEach((model, place) => {
    placeOf[model] = place + 1;
  });
  const gapsOf = models.map((model) => gaps[model]!);
  const order = byGap
    .map((model) => placeOf[model]!)
    .filter((place) => place > 0)
    .map((place) => place - 1);
  return {
    all: withEnds(order, gapsOf),
    hyperparameters: hyperparameters.map(({ name, settings, cells, cellCount }) => {
      const numbers = firstSeen(
        Uint32Array.from(models, (model) => cells[model]!),
        cellCount,
      );
      const sizes = new Uint32Array(cellCount);
      for (const cell of numbers) sizes[cell]! += 1;
      const sized = sizes.filter((size) => size > 0);
      const ofModels = Uint32Array.from(models, (model) => settings[model]!);
      const varies = ofModels.some((setting) => setting !== ofModels[0]);
      if (!varies) return { name, settings: ofModels, cells: [], cellsLeftOut: sized.length };
      const ofCells = Array.from(sized, (size) => new Uint32Array(size));
      const filled = new Uint32Array(sized.length);
      for (const place of order) {
        const cell = numbers[place]!;
        ofCells[cell]![filled[cell]!++] = place;
      }
      const ranked = ofCells.filter(({ length }) => length > 1);
      return {
        name,
        settings: ofModels,
        cells: ranked.map((places) => withEnds(places, gapsOf)),
        cellsLeftOut: sized.length - ranked.length,
      };
    }),
  };
}

/** The same groups, numbered in first-seen order. */
function firstSeen(groups: Uint32Array, count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  let seen = 0;
  return groups.map((group) => {
    if (numbers[group] === 0) numbers[group] = ++seen;
    return numbers[group]! - 1;
  });
}
