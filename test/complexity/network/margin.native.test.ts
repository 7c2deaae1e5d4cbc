import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { complexityGraphs } from '../../../src/complexity/network/graphs.ts';
import { trainingMargin } from '../../../src/complexity/network/margin.ts';
import { model, toTensors } from '../../../src/models/apply/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { mnistSlice } from '../../support/goldenRuns.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';

await describeOn('native', (engine) => {
  test.each(Object.keys(golden.checkpoints))(
    'the margin of %s is what PyTorch says, and nothing stays behind',
    async (name) => {
      const { spec, parameters, buffers } = fixtureCheckpoint(name);
      const graphs = complexityGraphs(engine, model(spec.options), spec.options.inputShape);
      const weights = { parameters: toTensors(parameters), buffers: toTensors(buffers) };
      const before = tf.memory().numTensors;
      const found = await trainingMargin(engine, graphs, weights, mnistSlice());
      expect(tf.memory().numTensors).toBe(before);
      expect(Math.abs(found - golden.checkpoints[name]!.margin)).toBeLessThan(2e-5);
      graphs.dispose();
    },
  );
});
