import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Checkpoint, rescaleFilters } from '../../../src/checkpoints/index.ts';
import { type PerturbedNetwork, pacBayesSigmas } from '../../../src/complexity/network/pacBayesSigma.ts';
import { foldBatchNorm } from '../../../src/complexity/weights/foldBatchNorm.ts';
import type { Dataset, MemorySplit } from '../../../src/data/index.ts';
import { modelSpec } from '../../../src/models/spec/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { fixtureCheckpoint } from '../goldenComplexity.ts';
import { goldenLoss, networkOn } from '../networkOn.ts';

/** The 0.9 quantile of the standard normal distribution. */
const QUANTILE = 1.2815515655446004;

const size = 1000;

/** Examples that are each of one pixel, 100 after normalization: the noise of each is its own, but for that of biases. */
const sample: MemorySplit = {
  kind: 'memory',
  count: size,
  images: Uint8Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 255 : 0)),
  labels: new Uint8Array(size),
};
const dataset: Dataset = {
  ...{ name: 'pixels', shape: [1, size, 1], classes: 2, mean: [0], std: [0.01] },
  ...{ train: sample, test: sample },
};

/** A linear network whose logits differ by 100 a. */
function linear(a: number): Pick<Checkpoint, 'spec' | 'parameters' | 'buffers'> {
  const spec = modelSpec({ architecture: 'mlp', hidden: [], inputShape: [1, size, 1], classes: 2 });
  const W = Float32Array.from({ length: 2 * size }, (_, k) => (k < size ? a / 2 : -a / 2));
  const parameters = new Map([
    ['fc1.weight', { shape: [2, size], data: W }],
    ['fc1.bias', { shape: [2], data: new Float32Array(2) }],
  ]);
  return { spec, parameters, buffers: new Map() };
}

await describeOn('native', (engine) => {
  test('of a linear network sigma is what the normal distribution says', () => {
    const a = 0.5;
    const checkpoint = linear(a);
    const { graphs } = networkOn(engine, checkpoint);
    const network: PerturbedNetwork = {
      ...{ engine, graphs, dataset, sample, seed: 0, folded: foldBatchNorm(checkpoint) },
    };
    // a + sigma (z_1 - z_2) > 0 with probability 0.9; with sigma a / 2 in place of sigma
    const { sigma, magnitudeSigma } = pacBayesSigmas(network);
    expect(Math.abs(sigma / (a / Math.SQRT2 / QUANTILE) - 1)).toBeLessThan(0.04);
    expect(Math.abs(magnitudeSigma / (Math.SQRT2 / QUANTILE) - 1)).toBeLessThan(0.04);
    expect(pacBayesSigmas(network)).toEqual({ sigma, magnitudeSigma });
    expect(pacBayesSigmas({ ...network, seed: 1 }).sigma).not.toBe(sigma);
    graphs.dispose();
  });

  test('it does not depend on how a filter and its batch norm share their scale, and nothing stays behind', () => {
    const checkpoint = fixtureCheckpoint('mnist-cnn-batch-norm');
    const rescaled = { ...checkpoint, ...rescaleFilters(checkpoint, { maxPower: 3, seed: 0 })! };
    const { network } = goldenLoss(engine, checkpoint);
    const sigmasOf = (one: Checkpoint) => pacBayesSigmas({ ...network, folded: foldBatchNorm(one), seed: 0 });
    const before = sigmasOf(checkpoint);
    const tensors = tf.memory().numTensors;
    const after = sigmasOf(rescaled);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(before.sigma).toBeGreaterThan(0);
    expect(Math.abs(after.sigma / before.sigma - 1)).toBeLessThan(0.02);
    expect(Math.abs(after.magnitudeSigma / before.magnitudeSigma - 1)).toBeLessThan(0.02);
    network.graphs.dispose();
  });
});
