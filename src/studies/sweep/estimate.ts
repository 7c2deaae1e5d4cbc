import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFiles } from '../../checkpoints/runFolder.ts';
import { readDataset } from '../../data/index.ts';
import { modelSpec } from '../../models/spec/index.ts';
import { isSharpnessAware } from '../recipe/hearers.ts';
import type { Recipe } from '../recipe/index.ts';
import { train } from '../train.ts';
import { runCount } from './grid.ts';
import { plannedRun } from './plannedRun.ts';
import type { SweepPlan } from './sweepRequest.ts';
import { trainRequestOf } from './trainMissing.ts';
import type { PlannedRun } from './types.ts';

/** What a study would cost here. */
export interface SweepEstimate {
  /** Seconds of one worker, by run; training only. */
  readonly seconds: readonly number[];
  /** Bytes of all run folders. */
  readonly bytes: number;
  /** Images a second of the fastest and of the slowest run that was timed, a pass with its gradient each. */
  readonly imagesPerSecond: readonly number[];
}

/**
 * What is timed, in the epoch after the first, which also compiles: steps with so many images in all, at least two,
 * where there are examples for them.
 */
const TIMED_IMAGES = 512;

/** What a pass costs, in seconds. */
interface Speed {
  readonly aStep: number;
  readonly anImage: number;
}

interface Timed {
  readonly batchSize: number;
  /** Seconds of a step with one pass. */
  readonly seconds: number;
}

/**
 * Times a few steps of the runs with the smallest and the largest batch, and reckons from them what all runs cost.
 *
 * @throws UserError when the dataset cannot be read, or a run cannot be trained
 */
export async function estimate(plan: SweepPlan): Promise<SweepEstimate> {
  const runs = Array.from({ length: runCount(plan.study) }, (_, index) => plannedRun(plan, index));
  const bySize = runs.toSorted((a, b) => a.recipe.training.batchSize - b.recipe.training.batchSize);
  const counts = await exampleCounts(plan, runs[0]!.recipe);
  const timed = [await time(bySize[0]!, plan, counts)];
  if (batchOf(bySize.at(-1)!) !== batchOf(bySize[0]!)) timed.push(await time(bySize.at(-1)!, plan, counts));
  const speed = speedOf(timed);
  return {
    seconds: runs.map(({ recipe }) => secondsOf(recipe, counts, speed)),
    bytes: runs.reduce((sum, { recipe }) => sum + bytesOf(recipe), 0),
    imagesPerSecond: timed.map(({ batchSize, seconds }) => batchSize / seconds),
  };
}

function batchOf({ recipe }: PlannedRun): number {
  return recipe.training.batchSize;
}

function passesOf({ training }: Pick<Recipe, 'training'>): number {
  return isSharpnessAware(training) ? 2 : 1;
}

async function time(run: PlannedRun, plan: SweepPlan, counts: ExampleCounts): Promise<Timed> {
  const out = mkdtempSync(join(tmpdir(), 'adaptive-sharpness-estimate-'));
  const { recipe } = run;
  const batchSize = Math.min(recipe.training.batchSize, counts.train);
  const most = Math.floor(counts.train / batchSize);
  const steps = Math.min(most, Math.max(2, Math.ceil(TIMED_IMAGES / batchSize)));
  const short: Recipe = {
    ...recipe,
    dataset: { ...recipe.dataset, trainCount: steps * batchSize, testCount: 1 },
    training: {
      ...recipe.training,
      epochs: 2,
      warmupEpochs: 0,
      schedule: 'constant',
      milestones: [],
      stopAtLoss: null,
      testEvery: 1,
    },
  };
  try {
    const request = trainRequestOf({ ...run, recipe: short }, { ...plan, out });
    await train(request, { onProgress: () => undefined });
    const seconds = lastEpochSeconds(request.out) / steps / passesOf(recipe);
    return { batchSize, seconds };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function lastEpochSeconds(folder: string): number {
  const rows = readFileSync(join(folder, runFiles.history), 'utf8').trim().split('\n');
  return Number(rows.at(-1)!.split(',').at(-1));
}

/** A step of B images costs a + b B. */
function speedOf([small, large]: readonly Timed[]): Speed {
  if (large === undefined) return { aStep: 0, anImage: small!.seconds / small!.batchSize };
  const anImage = Math.max(0, (large.seconds - small!.seconds) / (large.batchSize - small!.batchSize));
  return { aStep: Math.max(0, small!.seconds - anImage * small!.batchSize), anImage };
}

interface ExampleCounts {
  readonly train: number;
  readonly test: number;
}

/** What the dataset holds. */
async function exampleCounts({ dataDirectory }: SweepPlan, { dataset }: Recipe): Promise<ExampleCounts> {
  const { train: training, test } = await readDataset({ dataDirectory, name: dataset.name });
  return { train: training.count, test: test.count };
}

/** Scoring an image costs a third of a pass: it has no gradient. At the end all is scored. */
function secondsOf(recipe: Recipe, counts: ExampleCounts, { aStep, anImage }: Speed): number {
  const { epochs, batchSize, testEvery } = recipe.training;
  const examples = recipe.dataset.trainCount ?? counts.train;
  const scored = (Math.ceil(epochs / testEvery) + 1) * (recipe.dataset.testCount ?? counts.test) + examples;
  const steps = Math.ceil(examples / batchSize);
  return epochs * passesOf(recipe) * (aStep * steps + anImage * examples) + (anImage * scored) / 3;
}

/** What a run folder holds besides tensors: about so many bytes, and so many for each epoch. */
const TEXT = { run: 3000, epoch: 120 } as const;

function bytesOf({ model, training, dataset }: Recipe): number {
  const { parameters, buffers } = modelSpec(model);
  const numbers = [...parameters, ...buffers].reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  const { epochs, snapshotEvery, snapshotBest } = training;
  const snapshots =
    (snapshotEvery === null ? 0 : Math.floor(epochs / snapshotEvery)) + (snapshotBest ? 1 : 0);
  const labels = dataset.labelNoise > 0 ? (dataset.trainCount ?? 0) : 0;
  return (1 + snapshots) * (4 * numbers + TEXT.run) + epochs * TEXT.epoch + labels;
}
