import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { describeOn } from '../support/describeOn.ts';
import { goldenRun } from '../support/goldenRuns.ts';
import { allGroups, expectGolden, measureGroups, oneStepPlan, regionOf } from './goldenMeasures.ts';

/**
 * Without double precision the gradient is float32: where p is infinite the sign of gradients near zero decides
 * large values, and nothing but the first-order term is known of small ones.
 */
const tolerance = { relative: 1e-2, absolute: 2e-6 };

await describeOn('wasm', (engine) => {
  describe('measureGroup', () => {
    test.each(['mnist-mlp', 'mnist-cnn', 'mnist-cnn-batch-norm'])(
      'agrees with the reference: %s',
      (checkpoint) => {
        expectGolden(engine, {
          checkpoint,
          bias: 'constant',
          precision: 'float32',
          groups: allGroups,
          tolerance,
        });
      },
    );

    test('leaves no tensor', () => {
      const run = goldenRun('mnist-cnn-batch-norm');
      const plan = oneStepPlan([regionOf(2, 'filter', [1e-4, 0.1])]);
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      measureGroups(engine, run, plan, [0, 1]);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    });
  });
});
