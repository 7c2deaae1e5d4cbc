import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Dataset, Split } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import { trainModel } from '../../src/training/trainModel.ts';
import type { TrainingOptions } from '../../src/training/types.ts';
import { UserError } from '../../src/userError.ts';
import { mnistSlice } from '../support/goldenRuns.ts';

function first({ images, labels }: Split, count: number): Split {
  return { images: images.subarray(0, count * 28 * 28), labels: labels.subarray(0, count), count };
}

const options: TrainingOptions = {
  optimizer: 'sgd',
  epochs: 3,
  batchSize: 32,
  learningRate: 0.1,
  schedule: 'cosine',
  momentum: 0.9,
  weightDecay: 5e-4,
  labelSmoothing: 0.1,
};

const spec = modelSpec({
  architecture: 'cnn',
  channels: [4, 8],
  batchNorm: true,
  dropoutRate: 0.2,
  inputShape: [28, 28, 1],
  classes: 10,
});

/** What holds of the trainer on every engine. */
export function trainModelSuite(engine: Engine): void {
  const slice = mnistSlice();
  const dataset: Dataset = { ...slice, train: first(slice.train, 200), test: first(slice.test, 100) };
  const train = (change: Partial<TrainingOptions> = {}, seed = 0) =>
    trainModel({ engine, spec, dataset, options: { ...options, ...change }, seed }, () => undefined);
  const weightsOf = (trained: ReturnType<typeof train>) =>
    [...trained.parameters.values(), ...trained.buffers.values()].flatMap(({ data }) => [...data]);

  it('learns, tells of each epoch, and leaves no tensor behind', () => {
    const before = tf.memory();
    const rows: number[] = [];
    const trained = trainModel({ engine, spec, dataset, options, seed: 0 }, ({ epoch }) => rows.push(epoch));
    expect(rows).toEqual([1, 2, 3]);
    expect(trained.history.map(({ learning_rate }) => learning_rate)[0]).toBe(0.1);
    expect(trained.history.at(-1)!.train_loss).toBeLessThan(trained.history[0]!.train_loss);
    expect(trained.metrics.testLoss).toBe(trained.history.at(-1)!.test_loss);
    expect([...trained.parameters.keys()]).toEqual(spec.parameters.map(({ name }) => name));
    expect([...trained.buffers.keys()]).toEqual(spec.buffers.map(({ name }) => name));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('gives the same weights for the same seed, to the bit, and others for another', () => {
    const once = weightsOf(train());
    expect(weightsOf(train())).toEqual(once);
    expect(weightsOf(train({}, 1))).not.toEqual(once);
  });

  it('takes each option to heart', () => {
    const plain = weightsOf(train({ epochs: 1 }));
    for (const change of [
      { momentum: 0 },
      { weightDecay: 0 },
      { labelSmoothing: 0 },
      { batchSize: 50 },
      { learningRate: 0.05 },
    ]) {
      expect(weightsOf(train({ epochs: 1, ...change })), JSON.stringify(change)).not.toEqual(plain);
    }
  });

  it('ends with one line when the loss is no number any more', () => {
    expect(() => train({ learningRate: 1e30 })).toThrow(UserError);
    expect(() => train({ learningRate: 1e30 })).toThrow(/^training diverged: the loss of epoch \d+ is \S+;/);
  });
}
