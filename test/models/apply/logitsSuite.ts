import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { readSafetensors } from '../../../src/checkpoints/index.ts';
import type { Engine } from '../../../src/engine/index.ts';
import type { Weights } from '../../../src/models/apply/index.ts';
import { goldenPath, goldenRun } from '../../support/goldenRuns.ts';

const smallArchitectures = ['mlp', 'cnn', 'cnn-batch-norm', 'resnet-20', 'wide-resnet-10-2'] as const;

/** The narrow networks of fixtures/golden/architectures.py. */
export const largeArchitectures = [
  'vgg19-bn',
  'densenet121',
  'resnext29-32x4d',
  'pyramidnet',
  'resnet50',
] as const;

/** The largest difference, as a share of the largest logit. */
export function relativeError(actual: Float64Array, expected: Float32Array): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((logit, k) => Math.abs(actual[k]! - logit))) / size;
}

/** PyTorch's checkpoints give PyTorch's logits. */
export function logitsSuite(engine: Engine): void {
  test.each([...smallArchitectures, ...largeArchitectures])('the logits of %s are PyTorch’s', (name) => {
    const stored = readSafetensors(goldenPath('logits', `${name}.safetensors`));
    const { shape, data } = stored.get('input')!;
    const expected = stored.get('logits')!;
    const { network, weights } = goldenRun(name);
    const forward = engine.compile(
      (w: Weights, images: tf.Tensor4D) => network(w, images, { mode: 'evaluation' }).logits,
    );
    const logits = forward(weights, tf.tensor4d(data, [...shape] as [number, number, number, number]));
    expect(logits.shape).toEqual(expected.shape);
    expect(relativeError(engine.doubles(logits), expected.data)).toBeLessThan(1e-5);
    forward.dispose();
  });
}
