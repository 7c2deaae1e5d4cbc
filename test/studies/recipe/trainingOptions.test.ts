import { describe, expect, it } from 'vitest';
import { completeTraining } from '../../../src/studies/recipe/defaults.ts';
import { trainingOptionsOf } from '../../../src/studies/recipe/index.ts';

describe('what the trainer does', () => {
  it('for SGD', () => {
    expect(trainingOptionsOf(completeTraining({ nesterov: true, clipNorm: 2, flip: true }))).toEqual({
      optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true },
      sharpnessAware: null,
      epochs: 20,
      batchSize: 128,
      accumulate: 1,
      schedule: { kind: 'cosine', learningRate: 0.1, warmupEpochs: 0, milestones: [], factor: 0.1 },
      weightDecay: { lambda: 5e-4, scope: 'all', kind: 'coupled' },
      labelSmoothing: 0,
      clipNorm: 2,
      augmentation: { crop: 'none', flip: true, autoAugment: false, cutout: 0, cutMix: 0, cutMixAlpha: 1 },
      stopAtLoss: null,
      testEvery: 1,
    });
  });

  it('for ASAM', () => {
    const { optimizer, sharpnessAware } = trainingOptionsOf(completeTraining({ optimizer: 'asam', m: 8 }));
    expect(optimizer).toEqual({ kind: 'sgd', momentum: 0.9, nesterov: false });
    expect(sharpnessAware).toEqual({
      radius: 0.5,
      p: 2,
      normalization: 'element',
      bias: 'constant',
      eta: 0.01,
      m: 8,
      batchNormStatistics: 'first',
    });
  });

  it('for SAM around AdamW', () => {
    const options = trainingOptionsOf(completeTraining({ optimizer: 'sam', base: 'adamw', beta2: 0.98 }));
    expect(options.optimizer).toEqual({ kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-8 });
    expect(options.weightDecay).toEqual({ lambda: 5e-4, scope: 'all', kind: 'decoupled' });
    expect(options.sharpnessAware).toMatchObject({ radius: 0.05, normalization: 'none' });
  });
});
