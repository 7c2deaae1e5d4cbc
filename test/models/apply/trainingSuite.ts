import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/index.ts';
import { model, type Pass, type Weights } from '../../../src/models/apply/index.ts';
import { layersOf } from '../../../src/models/apply/layers.ts';
import type { CnnOptions } from '../../../src/models/spec/index.ts';
import { expectClose } from '../../support/expectClose.ts';
import { elements, normals, read, tensorOf } from '../../support/hostTensors.ts';

const tiny: CnnOptions = {
  architecture: 'cnn',
  channels: [1],
  batchNorm: true,
  dropoutRate: 0,
  inputShape: [2, 2, 1],
  classes: 2,
};

/** A convolution that passes its input on, then batch norm with statistics that are not the batch's. */
function tinyWeights(): Weights {
  const center = [0, 0, 0, 0, 1, 0, 0, 0, 0];
  return {
    parameters: {
      'conv1.weight': tf.tensor4d(center, [3, 3, 1, 1]),
      'bn1.weight': tf.tensor1d([1]),
      'bn1.bias': tf.tensor1d([10]),
      'fc.weight': tf.tensor2d([[1], [-1]]),
      'fc.bias': tf.tensor1d([0, 0.5]),
    },
    buffers: { 'bn1.running_mean': tf.tensor1d([1]), 'bn1.running_var': tf.tensor1d([2]) },
  };
}

/** Pixels 1 to 8, two images: mean 4.5, variance 5.25, unbiased 6. */
const images = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]);

function training(run: number): Pass {
  return { mode: 'training', seed: tf.tensor1d([run, 0], 'int32') };
}

export function trainingSuite(engine: Engine): void {
  describe('training mode', () => {
    test('moves the running statistics by a tenth, the variance by the unbiased one', () => {
      const { buffers } = model(tiny)(tinyWeights(), images(), training(0));
      expectClose(engine.doubles(buffers['bn1.running_mean']!), [0.9 * 1 + 0.1 * 4.5], { relative: 1e-6 });
      expectClose(engine.doubles(buffers['bn1.running_var']!), [0.9 * 2 + 0.1 * 6], { relative: 1e-6 });
    });

    test('normalizes by the batch, evaluation by the running statistics', () => {
      // pixel means of the two images are 2.5 and 6.5; batch norm adds 10, which keeps them above ReLU's kink
      const logits = (pass: Pass) => read(engine, () => model(tiny)(tinyWeights(), images(), pass).logits);
      const rows = (pooled: readonly number[]) => pooled.flatMap((value) => [value, 0.5 - value]);
      const normalized = (mean: number, variance: number) =>
        rows([2.5, 6.5].map((pixel) => (pixel - mean) / Math.sqrt(variance + 1e-5) + 10));
      expectClose(logits(training(0)), normalized(4.5, 5.25), { relative: 1e-5 });
      expectClose(logits({ mode: 'evaluation' }), normalized(1, 2), { relative: 1e-5 });
    });

    test.each(['evaluation', 'batch'] as const)('moves what %s does not', (mode) => {
      const weights = tinyWeights();
      const { buffers } = model(tiny)(weights, images(), { mode });
      expect(buffers).toEqual(weights.buffers);
    });

    test('normalizes as batch mode does', () => {
      const logits = (pass: Pass) => read(engine, () => model(tiny)(tinyWeights(), images(), pass).logits);
      expect(logits({ mode: 'batch' })).toEqual(logits(training(0)));
    });
  });

  describe('dropout', () => {
    const options: CnnOptions = { ...tiny, channels: [32], batchNorm: false, dropoutRate: 0.5 };
    const weights: Weights = {
      parameters: {
        'conv1.weight': tensorOf(normals(1, [3, 3, 1, 32])),
        'conv1.bias': tensorOf(normals(2, [32])),
        'fc.weight': tensorOf(normals(3, [2, 32])),
        'fc.bias': tensorOf(normals(4, [2])),
      },
      buffers: {},
    };
    const logits = (pass: Pass, dropoutRate = 0.5) =>
      read(engine, () => model({ ...options, dropoutRate })(weights, images(), pass).logits).join();

    test('follows the seed in training', () => {
      expect(logits(training(1))).toBe(logits(training(1)));
      expect(logits(training(1))).not.toBe(logits(training(2)));
      expect(logits(training(1))).not.toBe(logits(training(1), 0));
    });

    test('is absent in evaluation and in batch mode, and with rate 0', () => {
      expect(logits({ mode: 'evaluation' })).toBe(logits({ mode: 'evaluation' }, 0));
      expect(logits({ mode: 'batch' })).toBe(logits({ mode: 'evaluation' }));
      expect(logits(training(1), 0)).toBe(logits({ mode: 'evaluation' }));
    });

    test('drops other elements in another layer', () => {
      const layers = layersOf(weights, training(1));
      const ones = tf.ones([elements([8, 8])]);
      const [first, second] = [layers.dropout(ones, 0.5), layers.dropout(ones, 0.5)];
      expect(first!.dataSync()).not.toEqual(second!.dataSync());
    });
  });
}
