import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../src/training/schedule.ts';
import type { Schedule } from '../../src/training/types.ts';

const constant: Schedule = {
  kind: 'constant',
  learningRate: 0.1,
  warmupEpochs: 0,
  milestones: [60, 120],
  factor: 0.2,
};

describe('learningRateAt', () => {
  const rate = (epoch: number, change: Partial<Schedule>, share = 1) =>
    learningRateAt({ epoch, epochs: 200, share }, { ...constant, ...change });

  it('stays where it is when constant', () => {
    expect(rate(199, {})).toBe(0.1);
  });

  it('follows a half cosine from the first rate towards zero', () => {
    expect(rate(0, { kind: 'cosine' })).toBe(0.1);
    expect(rate(50, { kind: 'cosine' })).toBeCloseTo(0.1 * 0.5 * (1 + Math.SQRT1_2), 15);
    expect(rate(100, { kind: 'cosine' })).toBeCloseTo(0.05, 15);
    expect(rate(199, { kind: 'cosine' })).toBeGreaterThan(0);
  });

  it('falls with each milestone', () => {
    const rates = [59, 60, 119, 120, 199].map((epoch) => rate(epoch, { kind: 'step' }));
    const expected = [0.1, 0.02, 0.02, 0.004, 0.004];
    for (const [k, value] of rates.entries()) expect(value).toBeCloseTo(expected[k]!, 15);
  });

  it('grows step by step during warm-up, whatever follows', () => {
    for (const kind of ['constant', 'cosine', 'step'] as const) {
      const change = { kind, warmupEpochs: 5 };
      expect(rate(0, change, 0.5)).toBeCloseTo(0.01, 15);
      expect(rate(2, change, 0.25)).toBeCloseTo(0.045, 15);
      expect(rate(4, change)).toBeCloseTo(0.1, 15);
      expect(rate(5, change, 0.1)).toBeCloseTo(0.1, 15);
    }
  });

  it('counts the half cosine from the end of the warm-up', () => {
    const epochs = { kind: 'cosine', warmupEpochs: 100 } as const;
    expect(rate(150, epochs)).toBeCloseTo(0.05, 15);
  });
});
