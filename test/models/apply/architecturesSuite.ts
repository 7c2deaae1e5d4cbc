import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  readCheckpoint,
  readRunFolder,
  readSafetensors,
} from '../../../src/checkpoints/index.ts';
import { rescaleFilters, rescaleNodes } from '../../../src/checkpoints/rescale.ts';
import { type Engine, gradientOf, softmaxCrossEntropy, type Tensors } from '../../../src/engine/index.ts';
import { type Model, model, type Pass, toTensors, type Weights } from '../../../src/models/apply/index.ts';
import { layersOf } from '../../../src/models/apply/layers.ts';
import { goldenPath } from '../../support/goldenRuns.ts';
import { largeArchitectures, relativeError } from './logitsSuite.ts';

interface Golden {
  readonly checkpoint: Checkpoint;
  /** Without ShakeDrop, which draws. */
  readonly undrawn: Model;
  readonly network: Model;
  readonly weights: Weights;
  readonly images: tf.Tensor4D;
  readonly values: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

function golden(name: string): Golden {
  const checkpoint = readCheckpoint(readRunFolder(goldenPath('runs', name), name));
  const { parameters, buffers } = checkpoint;
  const { options } = checkpoint.spec;
  const undrawn = options.architecture === 'pyramidnet' ? { ...options, shakeDrop: false } : options;
  const values = readSafetensors(goldenPath('logits', `${name}.safetensors`));
  const { shape, data } = values.get('input')!;
  return {
    checkpoint,
    undrawn: model(undrawn),
    network: model(options),
    weights: { parameters: toTensors(parameters), buffers: toTensors(buffers) },
    images: tf.tensor4d(data, [...shape] as [number, number, number, number]),
    values,
  };
}

const evaluation: Pass = { mode: 'evaluation' };

/** The norm of the gradient of the mean cross-entropy at each parameter; example k is of class k. */
function gradientNorms({ network, weights }: Golden): (weights: Weights, images: tf.Tensor4D) => tf.Tensor1D {
  return ({ parameters, buffers }, images) => {
    const loss = (at: Tensors) => {
      const { logits } = network({ parameters: at, buffers }, images, evaluation);
      const [examples, classes] = logits.shape;
      const targets = tf.slice(tf.eye(classes), [0, 0], [examples, classes]);
      const value = tf.mean(softmaxCrossEntropy(logits, targets)) as tf.Scalar;
      return { value, aux: {} };
    };
    const { gradient } = gradientOf(loss, parameters);
    // a compiled function sorts its arguments by name
    const inOrder = Object.keys(weights.parameters).map((name) => gradient[name]!);
    return tf.stack(inOrder.map((part) => tf.sqrt(tf.sum(tf.square(part))))) as tf.Tensor1D;
  };
}

/** The large architectures, narrow: what PyTorch gives in training, and what changes nothing. */
export function architecturesSuite(engine: Engine): void {
  describe.each(largeArchitectures)('%s', (name) => {
    test('has PyTorch’s logits in training', () => {
      const { undrawn, weights, images, values } = golden(name);
      const forward = engine.compile((w: Weights, x: tf.Tensor4D, seed: tf.Tensor1D) => {
        return undrawn(w, x, { mode: 'training', seed }).logits;
      });
      const logits = forward(weights, images, tf.tensor1d([0, 0], 'int32'));
      expect(relativeError(engine.doubles(logits), values.get('trainingLogits')!.data)).toBeLessThan(1e-4);
      forward.dispose();
    });

    test('has other parameters but the same logits when nodes or filters are rescaled', () => {
      const { checkpoint, network, images, values } = golden(name);
      for (const rescale of [rescaleNodes, rescaleFilters]) {
        const { parameters, buffers, factors } = rescale(checkpoint, { maxPower: 2, seed: 1 })!;
        expect(factors).toBeGreaterThan(20);
        const weights = { parameters: toTensors(parameters), buffers: toTensors(buffers) };
        const logits = tf.tidy(() => network(weights, images, evaluation).logits);
        expect(relativeError(engine.doubles(logits), values.get('logits')!.data)).toBeLessThan(1e-4);
      }
    });
  });

  test('ShakeDrop follows the seed in training', () => {
    const { network, undrawn, weights, images } = golden('pyramidnet');
    const logits = (forward: Model, seed: number) => {
      const result = tf.tidy(
        () =>
          forward(weights, tf.slice(images, 0, 2), {
            mode: 'training',
            seed: tf.tensor1d([seed, 0], 'int32'),
          }).logits,
      );
      return result.dataSync().join();
    };
    expect(logits(network, 1)).toBe(logits(network, 1));
    expect(logits(network, 1)).not.toBe(logits(network, 2));
    expect(logits(network, 1)).not.toBe(logits(undrawn, 1));
  });

  test('ShakeDrop multiplies branches by their survival probability, also in batch mode', () => {
    const branch = tf.ones([1, 1, 1, 1]) as tf.Tensor4D;
    for (const mode of ['evaluation', 'batch'] as const) {
      const kept = layersOf({ parameters: {}, buffers: {} }, { mode }).shakeDrop(branch, tf.scalar(0.75));
      expect(kept.dataSync()[0]).toBe(0.75);
    }
  });
}

/** The gradients of the large architectures: not where they take long. */
export function architectureGradientsSuite(engine: Engine): void {
  describe.each(largeArchitectures)('%s', (name) => {
    test('has PyTorch’s gradients', () => {
      const found = golden(name);
      const norms = engine.compile(gradientNorms(found));
      const expected = found.values.get('gradientNorms')!.data;
      // one ReLU that float32 takes for the other side of its kink moves a norm by about 1e-3
      expect(relativeError(engine.doubles(norms(found.weights, found.images)), expected)).toBeLessThan(2e-3);
      norms.dispose();
    });
  });
}

/** Where there is double precision: to many more digits. */
export function exactArchitecturesSuite(engine: Engine): void {
  describe.each(largeArchitectures)('in float64, %s', (name) => {
    test('has PyTorch’s logits and gradients', () => {
      const found = golden(name);
      const { network, weights, images, values } = found;
      const forward = engine.compile((w: Weights, x: tf.Tensor4D) => network(w, x, evaluation).logits, {
        precision: 'float64',
      });
      const norms = engine.compile(gradientNorms(found), { precision: 'float64' });
      // stored as doubles, read as float32
      const logits = engine.doubles(forward(weights, images));
      expect(relativeError(logits, values.get('logits')!.data)).toBeLessThan(1e-7);
      const gradients = engine.doubles(norms(weights, images));
      expect(relativeError(gradients, values.get('gradientNorms')!.data)).toBeLessThan(1e-7);
      forward.dispose();
      norms.dispose();
    });
  });
}
