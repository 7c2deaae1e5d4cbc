import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunMetrics } from '../../src/checkpoints/index.ts';
import { provideDataset } from '../../src/data/index.ts';
import { inFolder } from '../folder.ts';
import { childTime } from '../sweep/childTime.ts';
import { ourTrainer, peerTrainer, readJob, type SweepJob, type Trainer } from '../sweep/trainers.ts';
import { median, timed } from '../timing.ts';

const STUDY = fileURLToPath(new URL('../sweep/study.yaml', import.meta.url));
const CORES = availableParallelism();
const ROUNDS = 3;

/** What a trainer took for all models, and what these came to. */
interface Trained {
  readonly name: string;
  readonly processes: number;
  /** Of each round. */
  readonly seconds: readonly number[];
  /** By the median of the rounds. */
  readonly modelsPerMinute: number;
  /** By the median too: what a model costs all processes together, starting included. */
  readonly processorSecondsPerModel: number;
  /** Means over the models, which show that both sides trained. */
  readonly means: RunMetrics;
}

function meansOf(all: readonly RunMetrics[]): RunMetrics {
  const mean = (name: keyof RunMetrics): number => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return {
    trainLoss: mean('trainLoss'),
    testLoss: mean('testLoss'),
    trainAccuracy: mean('trainAccuracy'),
    testAccuracy: mean('testAccuracy'),
  };
}

/** Lets trainers take turns, so that a slow moment of the machine meets all. */
async function race(
  trainers: readonly Trainer[],
  job: SweepJob,
  folder: string,
): Promise<readonly Trained[]> {
  const seconds = trainers.map((): number[] => []);
  const ofProcessor = trainers.map((): number[] => []);
  const means: RunMetrics[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [k, trainer] of trainers.entries()) {
      const spent = await childTime(async () => {
        const { time, result } = await timed(() => trainer.train(job, join(folder, `${round}-${k}`)));
        seconds[k]!.push(time / 1000);
        means[k] = meansOf(result);
      });
      ofProcessor[k]!.push(spent);
    }
  }
  return trainers.map(({ name, processes }, k) => ({
    name,
    processes,
    seconds: seconds[k]!,
    modelsPerMinute: (60 * job.runs.length) / median(seconds[k]!),
    processorSecondsPerModel: median(ofProcessor[k]!) / job.runs.length,
    means: means[k]!,
  }));
}

function line(cells: readonly string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(42) : cell.padStart(16))).join('');
}

function print({ name, seconds, modelsPerMinute, processorSecondsPerModel, means }: Trained): void {
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  const shares = [means.trainAccuracy, means.testAccuracy].map((share) => `${(100 * share).toFixed(2)} %`);
  console.log(
    line([
      name,
      modelsPerMinute.toFixed(1),
      median(seconds).toFixed(1),
      `${least.toFixed(1)} to ${most.toFixed(1)}`,
      processorSecondsPerModel.toFixed(2),
      ...shares,
    ]),
  );
}

/** How many models a minute a sweep trains: by one worker, by one a core, and by PyTorch. */
export async function sweep(python: string): Promise<void> {
  const ours = [...new Set([1, CORES])].map(ourTrainer);
  const peers = [false, true].map((channelsLast) => peerTrainer(python, CORES, channelsLast));
  await inFolder(async (folder) => {
    const dataDirectory = join(folder, 'data');
    await provideDataset({ dataDirectory, name: 'mnist' });
    const job = readJob(STUDY, dataDirectory);
    const trained = await race([...ours, ...peers], job, folder);
    console.log(`${job.runs.length} models`);
    const heads = [
      'models a minute',
      'seconds',
      'of rounds',
      'CPU s a model',
      'train accuracy',
      'test accuracy',
    ];
    console.log(line(['', ...heads]));
    for (const one of trained) print(one);
    const speeds = trained.map(({ modelsPerMinute }) => modelsPerMinute);
    const [alone, all, peer] = [speeds[0]!, speeds[ours.length - 1]!, Math.max(...speeds.slice(ours.length))];
    console.log(`  ${CORES} workers: ${(all / alone).toFixed(2)} times the models of one worker`);
    console.log(`  ${CORES} workers: ${(all / peer).toFixed(2)} times the models of PyTorch's faster order`);
  });
}
