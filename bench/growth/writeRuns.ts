import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunConfig } from '../../src/checkpoints/index.ts';
import { runFiles } from '../../src/checkpoints/runFolder.ts';
import type { ModelOptions } from '../../src/models/spec/index.ts';
import { runFolderOf } from '../../src/studies/sweep/sweepFolder.ts';
import { writeFreshCheckpoint } from '../freshCheckpoint.ts';
import { type MadeUpGrid, madeUpRun } from './madeUpStudy.ts';

const MODEL: ModelOptions = { architecture: 'mlp', hidden: [1], inputShape: [28, 28, 1], classes: 10 };

/** What config.json of a run says of its training. */
const TRAINING = {
  optimizer: 'sgd',
  momentum: 0.9,
  nesterov: false,
  decay: 'coupled',
  batchNormStatistics: 'first',
  epochs: 30,
  accumulate: 1,
  schedule: 'cosine',
  warmupEpochs: 0,
  milestones: [],
  factor: 0.1,
  decayScope: 'all',
  labelSmoothing: 0.1,
  clipNorm: null,
  crop: 'none',
  flip: false,
  autoAugment: false,
  cutout: 0,
  cutMix: 0,
  cutMixAlpha: 1,
  initialization: 'own',
  stopAtLoss: null,
  snapshotEvery: null,
  snapshotBest: false,
};

/** Writes run folders as a sweep in `out` leaves them, all with one tiny network. */
export function writeRuns(out: string, grid: MadeUpGrid, runs: number): void {
  const fresh = join(out, 'fresh');
  writeFreshCheckpoint(fresh, MODEL, 'mnist');
  const model = readFileSync(join(fresh, runFiles.model));
  const epochs = Array.from({ length: TRAINING.epochs }, (_, k) => `${k + 1},0.05,0.5,0.9,0.6,0.8,1.25\n`);
  const history = `epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n${epochs.join('')}`;
  for (let index = 0; index < runs; index++) {
    const { name, hyperparameters, seed, row } = madeUpRun(grid, index);
    const config: RunConfig = {
      schema: 'adaptive-sharpness/run/1',
      model: MODEL,
      dataset: { name: 'mnist', labelNoise: 0, labelNoiseSeed: 0 },
      hyperparameters,
      training: { ...TRAINING, ...hyperparameters },
      seed,
    };
    const metrics = {
      trainLoss: row.train_loss,
      testLoss: row.test_loss,
      trainAccuracy: row.train_accuracy,
      testAccuracy: row.test_accuracy,
      bestTestAccuracy: row.test_accuracy,
      bestEpoch: TRAINING.epochs,
      testTopFive: 0.99,
      bestTestTopFive: 0.99,
    };
    const folder = runFolderOf(out, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, runFiles.config), `${JSON.stringify(config, null, 2)}\n`);
    writeFileSync(join(folder, runFiles.model), model);
    writeFileSync(join(folder, runFiles.history), history);
    writeFileSync(join(folder, runFiles.metrics), `${JSON.stringify(metrics, null, 2)}\n`);
  }
}
