import { type CheckpointRow, groupBy, passesGate, tauA } from '../../src/index.ts';
import { spread } from '../trainings/statistics.ts';
import { csvOf } from '../trainings/tables.ts';
import { mean, median } from './numbers.ts';
import type { FinishedSweep } from './readSweep.ts';

/** One model of the study of noise. */
export interface NoiseModel {
  readonly configuration: number;
  readonly seed: number;
  readonly passes: boolean;
  readonly row: CheckpointRow;
}

export type Gap = 'loss' | 'error';

/** How the gaps of two seeds rank the configurations that pass the gate with both. */
export interface SeedPair {
  readonly seeds: readonly [number, number];
  readonly configurations: number;
  readonly tau: number | null;
}

/** How far a gap is luck. */
export interface GapNoise {
  readonly gap: Gap;
  readonly pairs: readonly SeedPair[];
  /** The mean of τ over the pairs. */
  readonly ceiling: number | null;
  /** Standard deviation over the configurations, for the models of one seed; the mean over the seeds. */
  readonly spread: number | null;
  /** Standard deviation over the seeds of a configuration: the root of the mean variance. */
  readonly seedDeviation: number | null;
  /** Configurations that passed with two seeds or more, from which it is. */
  readonly repeated: number;
  /** Of the gap by the test examples, the median over the models; null where it is not known. */
  readonly standardError: number | null;
}

/** The models of a study, with what tells them apart. */
export function noiseModels({ study, runs, measures: [output] }: FinishedSweep): readonly NoiseModel[] {
  const rows = new Map(output?.tables.checkpoints.map((row) => [row.checkpoint, row]));
  return runs.flatMap(({ name, configuration, seed }) => {
    const row = rows.get(name);
    if (row === undefined) return [];
    return [{ configuration, seed, passes: passesGate(row, study.minTrainAccuracy), row }];
  });
}

/**
 * How far a gap is luck, over the models that pass the gate.
 *
 * @param testCount null: unknown
 */
export function gapNoise(
  models: readonly NoiseModel[],
  seeds: readonly number[],
  gap: Gap,
  testCount: number | null,
): GapNoise {
  const passing = models.filter(({ passes, row }) => passes && !Number.isNaN(gapOf(row, gap)));
  const pairs = seeds.flatMap((first, k) =>
    seeds.slice(k + 1).map((second) => seedPair(passing, [first, second], gap)),
  );
  const groups = [...groupBy(passing, ({ configuration }) => String(configuration)).values()];
  const variances = groups.flatMap((repeats) => {
    const { std } = spread(repeats.map(({ row }) => gapOf(row, gap)));
    return std === null ? [] : [std ** 2];
  });
  const spreads = seeds.flatMap((seed) => {
    const ofSeed = passing.filter((model) => model.seed === seed);
    return spread(ofSeed.map(({ row }) => gapOf(row, gap))).std ?? [];
  });
  const variance = mean(variances);
  return {
    gap,
    pairs,
    ceiling: mean(pairs.flatMap(({ tau }) => tau ?? [])),
    spread: mean(spreads),
    seedDeviation: variance === null ? null : Math.sqrt(variance),
    repeated: variances.length,
    standardError: median(passing.flatMap(({ row }) => standardError(row, gap, testCount) ?? [])),
  };
}

/** Of a gap, as long as the training examples are what they are: that of the test loss, or √(p(1 − p)/n). */
function standardError(row: CheckpointRow, gap: Gap, testCount: number | null): number | null {
  if (gap === 'loss') return row.test_loss_standard_error ?? null;
  const { test_accuracy: p } = row;
  return testCount === null ? null : Math.sqrt((p * (1 - p)) / testCount);
}

function seedPair(models: readonly NoiseModel[], seeds: readonly [number, number], gap: Gap): SeedPair {
  const [first, second] = seeds.map(
    (seed) =>
      new Map(
        models
          .filter((model) => model.seed === seed)
          .map(({ configuration, row }) => [configuration, gapOf(row, gap)]),
      ),
  );
  const both = [...first!].flatMap(([configuration, one]) => {
    const other = second!.get(configuration);
    return other === undefined ? [] : [[one, other] as const];
  });
  const tau = tauA(
    both.map(([one]) => one),
    both.map(([, other]) => other),
  );
  return { seeds, configurations: both.length, tau };
}

function gapOf(row: CheckpointRow, gap: Gap): number {
  return row[`gap_${gap}`];
}

/** A row a model of the study of noise. */
export function noiseCsv(models: readonly NoiseModel[], testCount: number | null): string {
  return csvOf(
    models.map(({ seed, passes, row }) => ({
      checkpoint: row.checkpoint,
      ...Object.fromEntries(
        Object.entries(row.hyperparameters).map(([name, value]) => [name, cellOf(value)]),
      ),
      seed,
      passes_gate: String(passes),
      train_accuracy: row.train_accuracy,
      test_accuracy: row.test_accuracy,
      gap_loss: row.gap_loss,
      gap_error: row.gap_error,
      gap_loss_standard_error: standardError(row, 'loss', testCount),
      gap_error_standard_error: standardError(row, 'error', testCount),
    })),
  );
}

function cellOf(value: number | string | boolean): number | string {
  return typeof value === 'boolean' ? String(value) : value;
}
