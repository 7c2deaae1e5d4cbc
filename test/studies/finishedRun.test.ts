import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeRunFolder } from '../../src/checkpoints/index.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import { checkFinishedRun } from '../../src/studies/finishedRun.ts';
import { completeTraining } from '../../src/studies/recipe/defaults.ts';
import { runConfigOf } from '../../src/studies/trainedRunConfig.ts';
import type { TrainRequest } from '../../src/studies/trainRequest.ts';
import { temporaryFolder } from '../checkpoints/temporaryFolder.ts';

const temporary = temporaryFolder();

function requestFor(name: string): TrainRequest {
  return {
    ...{ out: join(temporary.path, name), existing: 'resume', dataDirectory: 'no data', engine: 'wasm' },
    dataset: { name: 'mnist', trainCount: 96, labelNoise: 0, labelNoiseSeed: 0 },
    model: { architecture: 'mlp', hidden: [3], inputShape: [28, 28, 1], classes: 10 },
    training: completeTraining({ epochs: 4, batchSize: 32 }),
    seed: 5,
    hyperparameters: { hidden: '3' },
  };
}

/** The folder that a training of `request` leaves, with a model of zeros. */
function finish(request: TrainRequest): void {
  const { parameters, buffers } = modelSpec(request.model);
  const zeros = (specs: typeof parameters | typeof buffers) =>
    new Map(
      specs.map(({ name, shape }) => [
        name,
        { shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)) },
      ]),
    );
  writeRunFolder(request.out, {
    config: runConfigOf(request, { name: 'mnist', train: { count: 96 }, test: { count: 10_000 } }),
    ...{ parameters: zeros(parameters), buffers: zeros(buffers), history: [] },
    metrics: { trainLoss: 0, testLoss: 0, trainAccuracy: 1, testAccuracy: 1 },
  });
}

it('is known without its dataset, with all of its examples or some', () => {
  const request = requestFor('own');
  finish(request);
  expect(() => checkFinishedRun(request)).not.toThrow();
});

const config = (out: string, change: (config: Record<string, Record<string, unknown>>) => void): void => {
  const path = join(out, 'config.json');
  const found = JSON.parse(readFileSync(path, 'utf8'));
  change(found);
  writeFileSync(path, JSON.stringify(found));
};

it.each<[string, (out: string) => void, RegExp]>([
  [
    'with other epochs',
    (out) =>
      config(out, ({ training }) => {
        training!.epochs = 2;
      }),
    /holds a complete run with other options \(training\.epochs: 2 -> 4\)/,
  ],
  [
    'with another hyperparameter',
    (out) =>
      config(out, ({ hyperparameters }) => {
        hyperparameters!.batchSize = 64;
      }),
    /\(hyperparameters\.batchSize: 64 -> 32\)/,
  ],
  [
    'of other examples',
    (out) =>
      config(out, ({ dataset }) => {
        dataset!.trainCount = 64;
      }),
    /\(dataset\.trainCount: 64 -> 96\)/,
  ],
  [
    'whose model is cut off',
    (out) => truncateSync(join(out, 'model.safetensors'), 4000),
    /cut off or damaged; delete .* to train the run anew$/,
  ],
  ['without its config.json', (out) => rmSync(join(out, 'config.json')), /config\.json: no such file/],
  [
    'that diverged otherwise',
    (out) => {
      rmSync(join(out, 'model.safetensors'));
      writeFileSync(join(out, 'diverged.json'), '{"reason": "r", "epoch": 1, "step": null}');
      config(out, (found) => Object.assign(found, { seed: 6 }));
    },
    /\(seed: 6 -> 5\)/,
  ],
])('one %s is refused', (name, damage, why) => {
  const request = requestFor(name);
  finish(request);
  damage(request.out);
  expect(() => checkFinishedRun(request)).toThrow(why);
});
