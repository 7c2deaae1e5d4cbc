import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFiles } from '../../checkpoints/runFolder.ts';
import { UserError } from '../../userError.ts';
import { isSharpnessAware } from '../recipe/hearers.ts';
import type { Recipe } from '../recipe/index.ts';
import { train } from '../train.ts';
import type { SweepPlan } from './sweepRequest.ts';
import { trainRequestOf } from './trainMissing.ts';
import type { PlannedRun } from './types.ts';

/**
 * What is timed, in the epoch after the first, which also compiles: steps with so many images in all, at least two,
 * where there are examples for them.
 */
const TIMED_IMAGES = 512;

/** What a step of a run takes. */
export interface TimedStep {
  readonly batchSize: number;
  /** Seconds of a step with one pass. */
  readonly seconds: number;
}

/** How often a step goes through the network with a gradient. */
export function passesOf({ training }: Pick<Recipe, 'training'>): number {
  return isSharpnessAware(training) ? 2 : 1;
}

/**
 * Trains a run for some steps, in a folder that goes again.
 *
 * @param examples how many training examples its dataset holds
 * @throws UserError when it cannot be trained
 */
export async function timeStep(run: PlannedRun, plan: SweepPlan, examples: number): Promise<TimedStep> {
  const out = mkdtempSync(join(tmpdir(), 'adaptive-sharpness-estimate-'));
  const { recipe } = run;
  const batchSize = Math.min(recipe.training.batchSize, examples);
  const most = Math.floor(examples / batchSize);
  const steps = Math.min(most, Math.max(2, Math.ceil(TIMED_IMAGES / batchSize)));
  const short: Recipe = {
    ...recipe,
    dataset: { ...recipe.dataset, trainCount: steps * batchSize, testCount: 1 },
    training: {
      ...recipe.training,
      epochs: 2,
      // steps cost the same, and none diverges
      learningRate: 1e-9,
      warmupEpochs: 0,
      schedule: 'constant',
      milestones: [],
      stopAtLoss: null,
      testEvery: 1,
    },
  };
  try {
    const request = trainRequestOf({ ...run, recipe: short }, { ...plan, out });
    const { kind } = await train(request, { onProgress: () => undefined });
    if (kind !== 'done')
      throw new UserError(`${run.name}: the loss is not finite, whatever the learning rate`);
    return { batchSize, seconds: lastEpochSeconds(request.out) / steps / passesOf(recipe) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function lastEpochSeconds(folder: string): number {
  const rows = readFileSync(join(folder, runFiles.history), 'utf8').trim().split('\n');
  return Number(rows.at(-1)!.split(',').at(-1));
}
