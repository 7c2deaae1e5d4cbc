import type { ComparedModel } from '../../src/index.ts';
import { permutation, type RandomStream, randomStream } from '../../src/random/stream.ts';
import type { Case, Grid, Population } from './populations.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;

export function hyperparametersOf({ values }: Grid): readonly string[] {
  return NAMES.slice(0, values.length);
}

/** A configuration, and what its models' gap and measures are without noise. */
export interface Configuration {
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly gap: number;
  readonly measure: number;
}

/** All configurations of the grid but those that are missing, the same ones every time. */
export function configurationsOf({ population, grid }: Omit<Case, 'isWide'>): readonly Configuration[] {
  const all = grid.values.reduce<number[][]>(
    (rows, count) => rows.flatMap((row) => Array.from({ length: count }, (_, value) => [...row, value])),
    [[]],
  );
  const order = permutation(randomStream(0, 'missing configurations'), all.length);
  const kept = [...order.subarray(Math.round(grid.missing * all.length))].sort((a, b) => a - b);
  return kept.map((index) => configuration(all[index]!, population, grid));
}

/** The configuration of each model of a study that has every seed of these. */
export function withSeeds(
  configurations: readonly Configuration[],
  { seeds }: Grid,
): readonly Configuration[] {
  return configurations.flatMap((one) => Array.from({ length: seeds }, () => one));
}

/** As many as there are, each drawn by itself. */
export function drawn<T>(from: readonly T[], stream: RandomStream): readonly T[] {
  return from.map(() => from[stream.integer(from.length)]!);
}

function configuration(row: readonly number[], population: Population, { values }: Grid): Configuration {
  const places = row.map((value, i) => (2 * value) / (values[i]! - 1) - 1);
  const sum = (effects: readonly number[]): number =>
    places.reduce((total, place, i) => total + place * effects[i]!, 0);
  return {
    hyperparameters: Object.fromEntries(row.map((value, i) => [NAMES[i], value])),
    gap: sum(population.gapEffects),
    measure: sum(population.measureEffects) + population.interaction * places[0]! * places[1]!,
  };
}

/** Trains a model of each, so to speak. */
export function modelsOf(
  configurations: readonly Configuration[],
  { shared, heavyTails, rounding }: Population,
  stream: RandomStream,
): readonly ComparedModel[] {
  const round = (value: number): number =>
    rounding === null ? value : rounding * Math.round(value / rounding);
  return configurations.map(({ hyperparameters, gap, measure }) => {
    // the mean square of two normal variables is exponential
    const size = heavyTails ? 1 / Math.sqrt(-Math.log(1 - stream.uniform())) : 1;
    const noise = size * stream.normal();
    const [first, second] = shared.map((part) =>
      round(measure + part * noise + Math.sqrt(1 - part ** 2) * size * stream.normal()),
    );
    return { hyperparameters, gap: round(gap + noise), first: first!, second: second! };
  });
}
