import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { layoutOf, toVector } from '../../src/sharpness/parameterVector.ts';
import { clip } from '../../src/training/clip.ts';
import { optimizerOf } from '../../src/training/optimizer/index.ts';
import { decayedGradient, decayedParameters } from '../../src/training/weightDecay.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';

/** What an update takes and makes, by hand. */
await describeOn('cpu', () => {
  describe('clip', () => {
    const clipped = (gradient: number[], largest: number | null): number[] => {
      const g = tf.tensor1d(gradient);
      return [...clip(g, tf.sum(tf.square(g)), largest).dataSync()];
    };

    test('shortens a gradient that is too long', () => {
      expectClose(clipped([3, -4], 0.5), [0.3, -0.4], { relative: 1e-6 });
    });

    test('leaves a shorter one, a zero one, and all without a limit', () => {
      expect(clipped([3, -4], 6)).toEqual([3, -4]);
      expect(clipped([0, 0], 1)).toEqual([0, 0]);
      expect(clipped([3, -4], null)).toEqual([3, -4]);
    });
  });

  describe('weight decay', () => {
    const parameters = {
      'conv.weight': tf.ones([1, 1, 1, 2]),
      'bn.weight': tf.ones([1]),
      'fc.bias': tf.ones([1]),
    };
    const layout = layoutOf(parameters);
    const w = () => toVector(parameters, layout);
    const decay = { lambda: tf.scalar(0.5), scope: 'all', kind: 'coupled' } as const;

    test.each([
      ['all', [2.5, 2.5, 2.5, 2.5]],
      ['weights', [2.5, 2.5, 2, 2]],
    ] as const)('coupled, of %s, is added to the gradient', (scope, expected) => {
      const g = decayedGradient(tf.fill([4], 2), w(), layout, { ...decay, scope });
      expect([...g.dataSync()]).toEqual(expected);
      expect([...decayedParameters(w(), tf.scalar(0.5), layout, { ...decay, scope }).dataSync()]).toEqual([
        1, 1, 1, 1,
      ]);
    });

    test.each([
      ['all', [0.75, 0.75, 0.75, 0.75]],
      ['weights', [0.75, 0.75, 1, 1]],
    ] as const)('decoupled, of %s, shrinks the parameters', (scope, expected) => {
      const options = { ...decay, scope, kind: 'decoupled' } as const;
      const shrunk = decayedParameters(w(), tf.scalar(0.5), layout, options);
      expect([...shrunk.dataSync()]).toEqual(expected);
      expect([...decayedGradient(tf.fill([4], 2), w(), layout, options).dataSync()]).toEqual([2, 2, 2, 2]);
    });
  });

  describe('Adam', () => {
    test('takes a first step of the learning rate, whatever the size of the gradient', () => {
      const adam = optimizerOf({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
      const rates = Object.entries(adam.rates(0.1, 1)).map(([name, rate]) => [name, tf.scalar(rate)]);
      const gradient = tf.tensor1d([1e-3, -50, 0]);
      const { change } = adam.update(gradient, adam.init(3), Object.fromEntries(rates));
      expectClose(change.dataSync() as Float32Array, [0.1, -0.1, 0], { relative: 2e-5 });
    });
  });
});
