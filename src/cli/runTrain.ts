import type { Divergence, TrainedMetrics } from '../checkpoints/index.ts';
import { runState } from '../checkpoints/index.ts';
import { readDataset } from '../data/index.ts';
import type { EngineChoice } from '../engine/description.ts';
import { modelSpec } from '../models/spec/index.ts';
import { train } from '../studies/index.ts';
import { recipeText } from '../studies/recipe/index.ts';
import type { TrainRequest } from '../studies/trainRequest.ts';
import { chooseEngine } from './chooseEngine.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { plural, print, printJson, say } from './say.ts';
import { startTrainProgress } from './trainProgress.ts';
import { recipeOf, type TrainSource } from './trainSettings.ts';

/** What the command line of `measure train` says beside the recipe. */
export interface TrainOptions {
  /** There unless it is a dry run. */
  readonly out?: string | undefined;
  readonly data: string;
  readonly engine: EngineChoice;
  readonly threads: number;
  readonly resume?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Trains, says how far it is, and prints the metrics; or prints the recipe. */
export async function runTrain(source: TrainSource, options: TrainOptions): Promise<void> {
  const { out, data, quiet, resume, overwrite } = options;
  const recipe = await recipeOf(source, data);
  if (options.dryRun || out === undefined) return printRecipe(recipe, options);
  await trainAndTell(
    {
      ...recipe,
      out,
      dataDirectory: data,
      engine: chooseEngine(options.engine, { quiet }),
      threads: options.threads,
      existing: resume ? 'resume' : overwrite ? 'overwrite' : 'refuse',
    },
    options,
  );
}

function printRecipe(recipe: Parameters<typeof recipeText>[0], { json }: TrainOptions): void {
  modelSpec(recipe.model);
  if (json) printJson(recipe);
  else process.stdout.write(recipeText(recipe));
}

async function trainAndTell(request: TrainRequest, options: TrainOptions): Promise<void> {
  const { out, dataDirectory, dataset, model } = request;
  const { parameterCount } = modelSpec(model);
  const { labelNoise, labelNoiseSeed: _, ...named } = dataset;
  const { train: examples } = await readDataset({ dataDirectory, ...named });
  const progress = startTrainProgress(options);
  const noise = labelNoise > 0 ? `, ${labelNoise * 100} % of their labels wrong` : '';
  progress.begin(
    `training ${model.architecture}, ${plural(parameterCount, 'parameter')}, on ${examples.count} examples${noise}`,
  );
  const outcome = await interruptible((signal) =>
    train(request, { onProgress: progress.show, signal }),
  ).finally(progress.close);
  switch (outcome.kind) {
    case 'done':
      progress.done(request.training);
      return printMetrics({ out, parameterCount, metrics: outcome.metrics }, options);
    case 'diverged':
      return tellDiverged({ out, divergence: outcome.divergence }, options);
    case 'interrupted':
      return tellInterrupted(out);
  }
}

interface Trained {
  readonly out: string;
  readonly parameterCount: number;
  readonly metrics: TrainedMetrics;
}

function printMetrics({ out, parameterCount, metrics }: Trained, { json }: TrainOptions): void {
  if (json) {
    printJson({ out, metrics });
    return;
  }
  const { bestTestAccuracy, bestEpoch, testTopFive, bestTestTopFive } = metrics;
  const topFive = (share: number | null): string => (share === null ? '' : `, top-5 ${share.toFixed(4)}`);
  print(`${out}: ${parameterCount} parameters`);
  print(`train: loss ${metrics.trainLoss.toFixed(4)}, accuracy ${metrics.trainAccuracy.toFixed(4)}`);
  print(
    `test:  loss ${metrics.testLoss.toFixed(4)}, accuracy ${metrics.testAccuracy.toFixed(4)}${topFive(testTopFive)}`,
  );
  print(
    `best:  test accuracy ${bestTestAccuracy.toFixed(4)} in epoch ${bestEpoch}${topFive(bestTestTopFive)}`,
  );
}

interface Diverged {
  readonly out: string;
  readonly divergence: Divergence;
}

function tellDiverged({ out, divergence }: Diverged, { json }: TrainOptions): void {
  const { reason, epoch, step } = divergence;
  if (json) printJson({ out, divergence });
  const where = step === null ? `epoch ${epoch}` : `epoch ${epoch}, step ${step}`;
  say(`${out}: ${where}: ${reason}`);
  process.exitCode = exitCodes.failed;
}

function tellInterrupted(out: string): void {
  say(
    runState(out) === 'unfinished'
      ? `stopped: the same command with --resume goes on in ${out}`
      : `stopped: nothing of ${out} was kept; the same command trains from the start`,
  );
  process.exitCode = exitCodes.interrupted;
}
