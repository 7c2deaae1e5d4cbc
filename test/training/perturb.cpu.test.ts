import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { layoutOf, toVector } from '../../src/sharpness/parameterVector.ts';
import { perturb } from '../../src/training/perturb.ts';
import type { SharpnessAware } from '../../src/training/types.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';

const asam: SharpnessAware = {
  radius: 0.5,
  p: 2,
  normalization: 'element',
  bias: 'constant',
  eta: 0.25,
  m: null,
  batchNormStatistics: 'first',
};

await describeOn('cpu', () => {
  describe('perturb', () => {
    const w = () => ({ 'fc.weight': tf.tensor2d([[0.75, -1.75]]), 'fc.bias': tf.tensor1d([3]) });
    const perturbed = (gradient: number[], change: Partial<SharpnessAware>): Float32Array => {
      const layout = layoutOf(w());
      return perturb(toVector(w(), layout), tf.tensor1d(gradient), layout, {
        ...asam,
        ...change,
      }).dataSync() as Float32Array;
    };

    // T is 1, 2 and 1, so T g is 2, -4 and 4, and its norm 6
    test.each([
      ['ASAM', {}, [0.75 + (0.5 * 2) / 6, -1.75 - (0.5 * 2 * 4) / 6, 3 + (0.5 * 4) / 6]],
      ['p = inf', { p: 'inf' }, [0.75 + 0.5, -1.75 - 1, 3 + 0.5]],
      ['SAM', { normalization: 'none' }, [0.75 + 1 / 24 ** 0.5, -1.75 - 1 / 24 ** 0.5, 3 + 2 / 24 ** 0.5]],
      ['biases frozen', { bias: 'frozen' }, [0.75 + 1 / 20 ** 0.5, -1.75 - 4 / 20 ** 0.5, 3]],
    ] as [string, Partial<SharpnessAware>, number[]][])('by hand (%s)', (_, change, expected) => {
      expectClose(perturbed([2, -2, 4], change), expected, { relative: 1e-6 });
    });

    test.each([2, 'inf', 3] as const)('a zero gradient moves nothing (p = %s)', (p) => {
      expect([...perturbed([0, 0, 0], { p })]).toEqual([0.75, -1.75, 3]);
    });

    test.each([1e-30, 1e30])('a gradient of %f has a direction', (size) => {
      expectClose(perturbed([2 * size, -2 * size, 4 * size], {}), perturbed([2, -2, 4], {}), {
        relative: 1e-6,
      });
    });
  });
});
