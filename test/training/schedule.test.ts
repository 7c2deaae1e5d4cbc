import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../src/training/schedule.ts';
import type { TrainingOptions } from '../../src/training/types.ts';

const options: TrainingOptions = {
  optimizer: 'sgd',
  epochs: 200,
  batchSize: 128,
  learningRate: 0.1,
  schedule: 'cosine',
  momentum: 0.9,
  weightDecay: 0,
  labelSmoothing: 0,
};

describe('learningRateAt', () => {
  it('follows a half cosine from the first rate towards zero', () => {
    expect(learningRateAt(0, options)).toBe(0.1);
    expect(learningRateAt(50, options)).toBeCloseTo(0.1 * 0.5 * (1 + Math.SQRT1_2), 15);
    expect(learningRateAt(100, options)).toBeCloseTo(0.05, 15);
    expect(learningRateAt(199, options)).toBeGreaterThan(0);
  });

  it('stays where it is when constant', () => {
    expect(learningRateAt(199, { ...options, schedule: 'constant' })).toBe(0.1);
  });
});
