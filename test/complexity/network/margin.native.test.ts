import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { trainingMargin } from '../../../src/complexity/network/margin.ts';
import { describeOn } from '../../support/describeOn.ts';
import { mnistSlice } from '../../support/goldenRuns.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';
import { networkOn } from '../networkOn.ts';

await describeOn('native', (engine) => {
  test.each(Object.keys(golden.checkpoints))(
    'the margin of %s is what PyTorch says, and nothing stays behind',
    async (name) => {
      const { graphs, weights } = networkOn(engine, fixtureCheckpoint(name));
      const before = tf.memory().numTensors;
      const found = await trainingMargin(engine, graphs, weights, mnistSlice());
      expect(tf.memory().numTensors).toBe(before);
      expect(Math.abs(found - golden.checkpoints[name]!.margin)).toBeLessThan(2e-5);
      graphs.dispose();
    },
  );
});
