import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { initSgd, updateSgd } from '../../src/training/sgd.ts';
import { describeOn } from '../support/describeOn.ts';

/** PyTorch's rule on one number, in double precision. */
function reference(
  start: number,
  gradients: readonly number[],
  rate: number,
  momentum: number,
  decay: number,
) {
  let w = start;
  let v = 0;
  for (const g of gradients) {
    v = momentum * v + (g + decay * w);
    w -= rate * v;
  }
  return w;
}

await describeOn('cpu', () => {
  for (const [momentum, weightDecay] of [
    [0, 0],
    [0.9, 0],
    [0, 0.01],
    [0.9, 0.01],
  ] as const) {
    it(`three steps with momentum ${momentum} and weight decay ${weightDecay}`, () => {
      const gradients = [0.5, -2, 1];
      let parameters: Record<string, tf.Tensor> = { w: tf.tensor1d([1, -3]) };
      let state = initSgd(parameters);
      for (const g of gradients) {
        const gradient = { w: tf.tensor1d([g, 2 * g]) };
        const rate = tf.scalar(0.1);
        const updated = updateSgd(parameters, gradient, state, rate, { momentum, weightDecay });
        parameters = updated.parameters;
        state = updated.state;
      }
      const [first, second] = parameters.w!.dataSync();
      expect(first).toBeCloseTo(reference(1, gradients, 0.1, momentum, weightDecay), 6);
      const doubled = gradients.map((g) => 2 * g);
      expect(second).toBeCloseTo(reference(-3, doubled, 0.1, momentum, weightDecay), 6);
    });
  }
});
