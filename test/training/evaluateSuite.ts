import * as tf from '@tensorflow/tfjs-core';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import type { Dataset, MemorySplit } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { model, type Weights } from '../../src/models/apply/index.ts';
import { compileScorer, evaluateSplit } from '../../src/training/evaluate.ts';
import { expectClose } from '../support/expectClose.ts';
import { goldenRun, goldenSharpness, mnistSlice } from '../support/goldenRuns.ts';

/** Four one-pixel images whose logits are [x, -x] for pixel value x. */
const split: MemorySplit = {
  kind: 'memory',
  images: Uint8Array.of(255, 255, 0, 51),
  labels: Uint8Array.of(0, 1, 0, 1),
  count: 4,
};
const dataset: Dataset = {
  name: 'tiny',
  shape: [1, 1, 1],
  classes: 2,
  mean: [0.5],
  std: [0.5],
  train: split,
  test: split,
};
const tiny = model({ architecture: 'mlp', hidden: [], inputShape: [1, 1, 1], classes: 2 });

function tinyWeights(): Weights {
  return { parameters: { 'fc1.weight': tf.tensor2d([[1], [-1]]), 'fc1.bias': tf.zeros([2]) }, buffers: {} };
}

/** @param names the golden runs to evaluate */
export function evaluateSuite(engine: Engine, names: readonly string[]): void {
  describe('evaluateSplit', () => {
    test('by hand', async () => {
      const scorer = compileScorer(engine, tiny);
      const { loss, lossStandardError, accuracy, topFive } = await evaluateSplit(
        scorer,
        tinyWeights(),
        dataset,
        dataset.train,
      );
      // pixels 1, 1, -1 and -0.6 after normalization: the margin of the label is twice that, or minus it
      const margins = [2, -2, -2, 1.2];
      const losses = margins.map((margin) => Math.log1p(Math.exp(-margin)));
      const error = sampleStandardDeviation(losses) / Math.sqrt(4);
      expect(topFive).toBeNull();
      expectClose([loss, lossStandardError, accuracy], [mean(losses), error, 0.5], { relative: 1e-6 });
      scorer.dispose();
    });

    test.each(names)('agrees with PyTorch on %s, in batches that are not even', async (name) => {
      const { network, weights } = goldenRun(name);
      const expected = goldenSharpness().checkpoints[name]!;
      const scorer = compileScorer(engine, network);
      const slice = mnistSlice();
      const [train, test] = await Promise.all(
        [slice.train, slice.test].map((one) => evaluateSplit(scorer, weights, slice, one)),
      );
      expectClose([train!.loss, test!.loss], [expected.train_loss, expected.test_loss], { absolute: 1e-6 });
      expectClose([train!.accuracy, test!.accuracy], [expected.train_accuracy, expected.test_accuracy], {
        absolute: 1e-12,
      });
      scorer.dispose();
    });

    test('counts the label among the five largest logits, the last of equals too', async () => {
      const seven: Dataset = {
        ...dataset,
        classes: 7,
        train: { ...split, labels: Uint8Array.of(0, 1, 2, 6) },
      };
      const ranks = model({ architecture: 'mlp', hidden: [], inputShape: [1, 1, 1], classes: 7 });
      const weights: Weights = {
        parameters: { 'fc1.weight': tf.zeros([7, 1]), 'fc1.bias': tf.tensor1d([0, 2, 2, 3, 4, 5, 6]) },
        buffers: {},
      };
      const scorer = compileScorer(engine, ranks);
      expect(await evaluateSplit(scorer, weights, seven, seven.train)).toMatchObject({
        accuracy: 0.25,
        topFive: 0.75,
      });
      scorer.dispose();
    });

    test('leaves no tensor', async () => {
      const scorer = compileScorer(engine, tiny);
      const weights = tinyWeights();
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      await evaluateSplit(scorer, weights, dataset, dataset.train);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
      scorer.dispose();
    });
  });
}
