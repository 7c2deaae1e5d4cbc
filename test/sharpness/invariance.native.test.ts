import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Weights } from '../../src/models/apply/index.ts';
import type { BiasPolicy, SharpnessPlan } from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { goldenRun } from '../support/goldenRuns.ts';
import { measureGroups } from './goldenMeasures.ts';

/** Powers of two, so that float32 rescales without rounding. */
const factors = [8, 0.25, 1, 0.5, 2, 16, 0.125, 4];

/** A factor for every node that a tensor's last axis counts. */
function nodeFactors(count: number): tf.Tensor1D {
  return tf.tensor1d(Array.from({ length: count }, (_, k) => factors[k % factors.length]!));
}

/** Multiplies what every node takes in and divides what it gives on: the function stays the same. */
function rescaleNodes({ parameters, buffers }: Weights): Weights {
  const rescaled: Record<string, tf.Tensor> = { ...parameters };
  for (const [layer, next] of [
    ['conv1', 'conv2'],
    ['conv2', 'conv3'],
    ['conv3', 'fc'],
  ]) {
    const bias = rescaled[`${layer}.bias`]!;
    const factor = nodeFactors(bias.size);
    rescaled[`${layer}.weight`] = tf.mul(rescaled[`${layer}.weight`]!, factor);
    rescaled[`${layer}.bias`] = tf.mul(bias, factor);
    // filters are [height, width, in, out], linear weights [out, in]
    const inputs = next === 'fc' ? factor : tf.reshape(factor, [-1, 1]);
    rescaled[`${next}.weight`] = tf.div(rescaled[`${next}.weight`]!, inputs);
  }
  return { parameters: rescaled, buffers };
}

await describeOn('native', (engine) => {
  /** The values of one region, radius by radius, before and after rescaling, as eta goes to 0. */
  function beforeAndAfter(normalization: 'none' | 'element', bias: BiasPolicy): [number[], number[]] {
    const { network, weights } = goldenRun('mnist-cnn');
    const plan: SharpnessPlan = {
      regions: [
        { p: 2, normalization },
        { p: 'inf', normalization },
      ],
      radii: [1e-4, 1e-2, 0.1],
      eta: 1e-30,
      bias,
      m: 8,
      precision: 'float64',
    };
    const [before, after] = [weights, rescaleNodes(weights)].map((w) =>
      measureGroups(engine, { network, weights: w }, plan, [0])[0]!.values.flat(),
    );
    return [before!, after!];
  }

  describe('rescaling nodes without changing the function', () => {
    test.each(['normalized', 'frozen'] as const)(
      'leaves element-wise adaptive sharpness (%s biases)',
      (bias) => {
        const [before, after] = beforeAndAfter('element', bias);
        expectClose(after, before, { relative: 1e-9 });
      },
    );

    test.each(['normalized', 'frozen'] as const)('moves plain sharpness (%s biases)', (bias) => {
      const [before, after] = beforeAndAfter('none', bias);
      for (const [k, value] of before.entries()) expect(Math.abs(after[k]! / value - 1)).toBeGreaterThan(0.1);
    });

    test('moves element-wise adaptive sharpness where biases have T = 1', () => {
      const [before, after] = beforeAndAfter('element', 'constant');
      for (const [k, value] of before.entries())
        expect(Math.abs(after[k]! / value - 1)).toBeGreaterThan(1e-3);
    });
  });
});
