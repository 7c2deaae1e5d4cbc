import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { model, type Weights } from '../../src/models/apply/index.ts';
import { compileScorer, evaluateSplit } from '../../src/training/evaluate.ts';
import { expectClose } from '../support/expectClose.ts';
import { goldenRun, goldenSharpness, mnistSlice } from '../support/goldenRuns.ts';

/** Four one-pixel images whose logits are [x, -x] for pixel value x. */
const dataset: Dataset = (() => {
  const split = {
    images: Uint8Array.from([255, 255, 0, 51]),
    labels: Uint8Array.from([0, 1, 0, 1]),
    count: 4,
  };
  return { name: 'tiny', shape: [1, 1, 1], classes: 2, mean: [0.5], std: [0.5], train: split, test: split };
})();
const tiny = model({ architecture: 'mlp', hidden: [], inputShape: [1, 1, 1], classes: 2 });

function tinyWeights(): Weights {
  return { parameters: { 'fc1.weight': tf.tensor2d([[1], [-1]]), 'fc1.bias': tf.zeros([2]) }, buffers: {} };
}

/** @param names the golden runs to evaluate */
export function evaluateSuite(engine: Engine, names: readonly string[]): void {
  describe('evaluateSplit', () => {
    test('by hand', () => {
      const scorer = compileScorer(engine, tiny);
      const { loss, accuracy } = evaluateSplit(scorer, tinyWeights(), dataset, dataset.train);
      // pixels 1, 1, -1 and -0.6 after normalization: the margin of the label is twice that, or minus it
      const margins = [2, -2, -2, 1.2];
      const expected = margins.reduce((sum, margin) => sum + Math.log1p(Math.exp(-margin)), 0) / 4;
      expectClose([loss, accuracy], [expected, 0.5], { relative: 1e-6 });
      scorer.dispose();
    });

    test.each(names)('agrees with PyTorch on %s, in batches that are not even', (name) => {
      const { network, weights } = goldenRun(name);
      const expected = goldenSharpness().checkpoints[name]!;
      const scorer = compileScorer(engine, network);
      const slice = mnistSlice();
      const [train, test] = [slice.train, slice.test].map((split) =>
        evaluateSplit(scorer, weights, slice, split),
      );
      expectClose([train!.loss, test!.loss], [expected.train_loss, expected.test_loss], { absolute: 1e-6 });
      expectClose([train!.accuracy, test!.accuracy], [expected.train_accuracy, expected.test_accuracy], {
        absolute: 1e-12,
      });
      scorer.dispose();
    });

    test('leaves no tensor', () => {
      const scorer = compileScorer(engine, tiny);
      const weights = tinyWeights();
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      evaluateSplit(scorer, weights, dataset, dataset.train);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
      scorer.dispose();
    });
  });
}
