import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory, engine, goldenRuns } from './cli.ts';

/** Copies real checkpoints into `folder`, to be evaluated on few examples so that the tests are quick. */
export function copyRuns(
  folder: string,
  names: readonly string[] = ['mnist-mlp', 'mnist-cnn', 'mnist-cnn-batch-norm'],
): string {
  names.forEach((name, index) => {
    const run = join(folder, name);
    cpSync(join(goldenRuns, name), run, { recursive: true });
    const path = join(run, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    config.dataset = { name: 'mnist', trainCount: 256, testCount: 128 };
    config.hyperparameters = { learningRate: 0.1 * (index + 1), batchSize: 64 };
    writeFileSync(path, JSON.stringify(config));
  });
  return folder;
}

/** The arguments that measure little of `runs`, into `out`; one worker costs a test least. */
export function quickRun(runs: string, out: string, ...more: readonly string[]): string[] {
  return [
    ...['run', runs, '--data', dataDirectory, '--out', out, '--engine', engine],
    ...['--p', '2', '--rho', '0.5,0.05', '--min-train-accuracy', '0', '--workers', '1', ...more],
  ];
}
