import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { describeOn } from '../support/describeOn.ts';

await describeOn('native', (engine) => {
  test('says what it is', () => {
    expect(engine.name).toBe('native');
    expect(engine.precisions).toEqual(['float32', 'float64']);
    expect(engine.versions.tensorflow).toMatch(/^\d+\.\d+/);
    expect(engine.threads).toBe(Number(process.env.TF_NUM_INTRAOP_THREADS));
    expect(tf.getBackend()).toBe('tensorflow');
  });
});
