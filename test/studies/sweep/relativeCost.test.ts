import { describe, expect, it } from 'vitest';
import { completeTraining } from '../../../src/studies/recipe/defaults.ts';
import type { TrainingRecipe } from '../../../src/studies/recipe/index.ts';
import { relativeCost } from '../../../src/studies/sweep/relativeCost.ts';

function cost(training: Partial<TrainingRecipe>, trainCount?: number, testCount?: number): number {
  const dataset = { name: 'mnist', labelNoise: 0, labelNoiseSeed: 0, trainCount, testCount };
  return relativeCost({ dataset, training: completeTraining(training) });
}

describe('what a training costs beside others', () => {
  const base = { epochs: 10, batchSize: 32 };

  it('is in proportion to the epochs', () => {
    expect(cost({ ...base, epochs: 20 }, 1000)).toBe(2 * cost(base, 1000));
  });

  it('is passes over the images and what steps cost, and a third of a pass for each test', () => {
    expect(cost(base, 3200, 600)).toBe(10 * (3200 + 100 * 16 + 200));
    expect(cost({ ...base, optimizer: 'sam' }, 3200, 600)).toBe(10 * (2 * (3200 + 100 * 16) + 200));
    expect(cost({ ...base, optimizer: 'asam' }, 3200, 600)).toBe(
      cost({ ...base, optimizer: 'sam' }, 3200, 600),
    );
  });

  it('is less where not every epoch is tested', () => {
    expect(cost({ ...base, testEvery: 4 }, 3200, 600)).toBe(10 * (3200 + 100 * 16) + 3 * 200);
  });

  it('counts the last batch that is not full, and falls with the size of the batch', () => {
    expect(cost(base, 33, 3)).toBe(10 * (33 + 2 * 16 + 1));
    const costs = [16, 32, 64, 512].map((batchSize) => cost({ ...base, batchSize }, 6000));
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(new Set(costs).size).toBe(4);
  });

  it('is a number also where the recipe says no counts', () => {
    expect(cost(base)).toBe(cost(base, 50_000, 10_000));
  });
});
