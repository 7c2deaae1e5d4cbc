import type { CheckpointRow, MeasurementRow } from '../../src/correlation/index.ts';
import { runName } from '../../src/studies/sweep/runName.ts';
import type { Study } from '../../src/studies/sweep/types.ts';

/** A study of any size whose results are made up, and the same every time. */

/** The grid: its axes, and how many values each has. */
export interface MadeUpGrid {
  /** Values of each of four hyperparameters. */
  readonly values: number;
  readonly seeds: number;
}

/** How many runs, each with four measures at so many radii. */
export interface GrowthCase {
  readonly runs: number;
  readonly radii: number;
}

const AXES = ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'] as const;

/** The grid with so many runs: the paper's 5^4 below 10,000; above, 10^4 and as many seeds as it takes. */
export function gridOf(runs: number): MadeUpGrid {
  const values = runs < 10_000 ? 5 : 10;
  return { values, seeds: Math.ceil(runs / values ** AXES.length) };
}

/** The values of an axis. */
function valuesOf(axis: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => Number(((k + 1) / 10 ** axis).toPrecision(6)));
}

/** One run of the grid; seeds vary slowest. */
export interface MadeUpRun {
  readonly name: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly row: CheckpointRow;
}

export function madeUpRun({ values }: MadeUpGrid, index: number): MadeUpRun {
  const configurations = values ** AXES.length;
  const seed = Math.floor(index / configurations);
  const places = AXES.map((_, axis) => Math.floor((index % configurations) / values ** axis) % values);
  const hyperparameters = Object.fromEntries(
    AXES.map((name, axis) => [name, valuesOf(axis, values)[places[axis]!]!]),
  );
  const gap =
    0.2 + places.reduce((sum, place, axis) => sum + (place * (axis - 1)) / 100, 0) + noise(index) / 5;
  const trainLoss = 0.02 + noise(index + 0.5) / 100;
  const trainAccuracy = noise(index + 0.25) < 0.05 ? 0.97 : 1;
  const testAccuracy = 0.95 - gap / 10;
  const name = runName(Object.entries(hyperparameters), seed);
  const row = {
    checkpoint: name,
    hyperparameters,
    train_loss: trainLoss,
    test_loss: trainLoss + gap,
    train_accuracy: trainAccuracy,
    test_accuracy: testAccuracy,
    gap_loss: trainLoss + gap - trainLoss,
    gap_error: trainAccuracy - testAccuracy,
  };
  return { name, hyperparameters, seed, row };
}

/** From 0 to 1, scattered but the same for the same argument. */
export function noise(at: number): number {
  const value = Math.sin(at * 12.9898 + 78.233) * 43758.5453;
  return value - Math.floor(value);
}

/** The same grid as a study. */
export function madeUpStudy({ values, seeds }: MadeUpGrid): Study {
  return {
    name: 'made-up',
    base: new Map(),
    axes: AXES.map((name, axis) => ({
      path: `training.${name}`,
      name,
      values: valuesOf(axis, values),
      labels: valuesOf(axis, values).map(String),
    })),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    gap: 'loss',
    minTrainAccuracy: 0.99,
    measures: [],
  };
}

/** The paper's four measures. */
export const REGIONS = (['none', 'element'] as const).flatMap((normalization) =>
  ([2, 'inf'] as const).map((p) => ({ p, normalization })),
);
const PAPER_RADII = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];

/** The radii of each measure: the paper's twelve, or one of them. */
export function radiiOf(count: number): readonly number[] {
  return count === 1 ? [0.1] : PAPER_RADII.slice(0, count);
}

/** The rows of measurements.csv of the first runs, those of a run together. */
export function* madeUpMeasurements(
  grid: MadeUpGrid,
  runs: number,
  radii: readonly number[],
): Generator<MeasurementRow> {
  for (let index = 0; index < runs; index++) {
    const { name, row } = madeUpRun(grid, index);
    for (const [k, { p, normalization }] of REGIONS.entries()) {
      for (const rho of radii) {
        const value = rho * Math.exp(row.gap_loss * 3 + noise(index * 7 + k + rho * 100));
        yield {
          checkpoint: name,
          measure: normalization === 'none' ? 'sharpness' : 'adaptive_sharpness',
          p,
          normalization,
          rho,
          ascent: 'one-step',
          m: 8,
          samples: 256,
          value,
          standard_error: value * (0.05 + noise(index + k) / 10),
          first_order: value * (0.9 + noise(index - k) / 10),
          bias: 'constant',
          eta: 0.01,
          loss: 'cross-entropy',
          bn_mode: 'evaluation',
          layer: null,
          perturb: '*',
          augmentation: 'none',
          sampling: 'first',
          seed: 0,
          precision: 'float32',
          refined_groups: rho <= 1e-5 ? 4 : 0,
          below_noise: false,
          steps: null,
          restarts: null,
          step_size: null,
          momentum: null,
          draws: null,
          sigma: null,
          one_step: null,
          restart_spread: null,
          maximizer_norm: null,
          boundary_share: null,
          still_improving: null,
        };
      }
    }
  }
}
