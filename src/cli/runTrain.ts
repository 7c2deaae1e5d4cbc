import { readDataset } from '../data/index.ts';
import type { EngineChoice } from '../engine/description.ts';
import { modelSpec } from '../models/spec/index.ts';
import { type TrainRequest, train } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { plural, print, printJson, say } from './say.ts';
import { type ModelFlags, trainedModel } from './trainedModel.ts';
import { startTrainProgress } from './trainProgress.ts';

/** What the command line of `measure train` says. */
export interface TrainOptions extends ModelFlags {
  readonly out: string;
  readonly data: string;
  readonly dataset: string;
  readonly trainCount?: number | undefined;
  readonly testCount?: number | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly schedule: 'cosine' | 'constant';
  readonly labelSmoothing: number;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly overwrite?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Trains, says how far it is, and prints the metrics. */
export async function runTrain(options: TrainOptions): Promise<void> {
  const request = trainRequest(options);
  const { out, training } = request;
  const { parameterCount } = modelSpec(request.model);
  const { train: examples } = readDataset({ dataDirectory: request.dataDirectory, ...request.dataset });
  const progress = startTrainProgress(options, examples.count);
  progress.begin(
    `training ${request.model.architecture}, ${plural(parameterCount, 'parameter')}, on ${examples.count} examples`,
  );
  const outcome = await interruptible((signal) =>
    train(request, { onEpoch: (row) => progress.epoch(row, training.epochs), signal }),
  );
  if (outcome.kind === 'interrupted') {
    say(`stopped: ${out} was not written; the same command trains from the start`);
    process.exitCode = exitCodes.interrupted;
    return;
  }
  const { metrics } = outcome;
  if (options.json) return printJson({ out, metrics });
  print(`${out}: ${parameterCount} parameters`);
  print(`train: loss ${metrics.trainLoss.toFixed(4)}, accuracy ${metrics.trainAccuracy.toFixed(4)}`);
  print(`test:  loss ${metrics.testLoss.toFixed(4)}, accuracy ${metrics.testAccuracy.toFixed(4)}`);
}

function trainRequest(options: TrainOptions): TrainRequest {
  const { out, data, dataset, trainCount, testCount, seed, overwrite = false } = options;
  const { epochs, batchSize, learningRate, schedule, momentum, weightDecay, labelSmoothing } = options;
  return {
    out,
    dataDirectory: data,
    dataset: {
      name: dataset,
      ...(trainCount !== undefined && { trainCount }),
      ...(testCount !== undefined && { testCount }),
    },
    model: trainedModel(options, dataset),
    training: {
      optimizer: 'sgd',
      epochs,
      batchSize,
      learningRate,
      schedule,
      momentum,
      weightDecay,
      labelSmoothing,
    },
    seed,
    engine: chooseEngine(options.engine, { quiet: options.quiet }),
    overwrite,
  };
}
