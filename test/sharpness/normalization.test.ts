import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type NormalizationOptions, normalizationOperator } from '../../src/sharpness/index.ts';
import { isBias } from '../../src/sharpness/perturbed.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';

await describeOn('cpu', () => {
  /** T_w for one parameter, in the shape of w. */
  function operator(name: string, w: tf.Tensor, options: Partial<NormalizationOptions>): number[] {
    const given = { normalization: 'element', bias: 'constant', eta: 0.5, ...options } as const;
    return Array.from(tf.mul(tf.onesLike(w), normalizationOperator(name, w, given)).dataSync());
  }

  describe('the normalization operator', () => {
    /** Two filters over two channels: [3, 0, 0, -4] and [0, 5, 12, 0]. */
    const filters = tf.tensor4d([3, 0, 0, 5, 0, 12, -4, 0], [1, 2, 2, 2]);

    test('none is 1', () => {
      expect(operator('conv1.weight', filters, { normalization: 'none' })).toEqual(Array(8).fill(1));
    });

    test('element-wise is |w| + eta', () => {
      expect(operator('conv1.weight', filters, {})).toEqual([3.5, 0.5, 0.5, 5.5, 0.5, 12.5, 4.5, 0.5]);
    });

    test('filter-wise is the norm of the output channel + eta', () => {
      const expected = [5.5, 13.5, 5.5, 13.5, 5.5, 13.5, 5.5, 13.5];
      expectClose(operator('conv1.weight', filters, { normalization: 'filter' }), expected, {
        relative: 1e-6,
      });
    });

    test('filter-wise takes 1x1 filters too', () => {
      const shortcut = tf.tensor4d([3, 6, 4, 8], [1, 1, 2, 2]);
      const found = operator('block1.convShortcut.weight', shortcut, { normalization: 'filter' });
      expectClose(found, [5.5, 10.5, 5.5, 10.5], { relative: 1e-6 });
    });

    test('filter-wise leaves a filter of zeros eta', () => {
      const found = operator('conv1.weight', tf.zeros([3, 3, 1, 1]), { normalization: 'filter' });
      expect(found).toEqual(Array(9).fill(0.5));
    });

    test.each(['element', 'filter'] as const)(
      '%s-wise, linear and batch norm weights get |w| + eta',
      (normalization) => {
        expect(operator('fc.weight', tf.tensor2d([[1, -2]]), { normalization })).toEqual([1.5, 2.5]);
        expect(operator('bn1.weight', tf.tensor1d([-1, 0]), { normalization })).toEqual([1.5, 0.5]);
      },
    );

    test.each(['none', 'element', 'filter'] as const)('biases follow their policy (%s)', (normalization) => {
      const b = tf.tensor1d([-2, 0]);
      const of = (bias: NormalizationOptions['bias']) => operator('bn1.bias', b, { normalization, bias });
      expect(of('constant')).toEqual([1, 1]);
      expect(of('normalized')).toEqual(normalization === 'none' ? [1, 1] : [2.5, 0.5]);
      expect(of('frozen')).toEqual([0, 0]);
    });
  });
});

test('a bias is whatever is not named weight', () => {
  expect(['weight', 'fc.weight', 'layer1.0.bn1.weight'].map(isBias)).toEqual([false, false, false]);
  expect(['bias', 'bn1.bias', 'weight.bias', 'fc.reweight', 'weights', 'fc.weight.0'].map(isBias)).toEqual(
    Array(6).fill(true),
  );
});
