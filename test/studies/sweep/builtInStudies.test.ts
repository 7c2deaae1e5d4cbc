import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { modelSpec } from '../../../src/models/spec/index.ts';
import { override, readSettings, resolveRecipe, setting } from '../../../src/studies/recipe/index.ts';
import { nameAt, runAt, runCount } from '../../../src/studies/sweep/grid.ts';
import { readStudy } from '../../../src/studies/sweep/readStudy.ts';

const recipe = fileURLToPath(new URL('../../../analyses/recipes/table-7.yaml', import.meta.url));

/** Kwon et al. 2021, Table 7. */
const table7 = {
  batchSize: [32, 64, 128, 256, 512],
  learningRate: [0.0033, 0.01, 0.033, 0.1, 0.33],
  weightDecay: [5e-7, 5e-6, 5e-5, 5e-4, 5e-3],
  dropoutRate: [0, 0.125, 0.25, 0.375, 0.5],
};

describe('asam-paper', () => {
  const study = readStudy('asam-paper');

  it('is the 625 models of Table 7, as Appendix B trains them', () => {
    expect(runCount(study)).toBe(625);
    const expected = table7.batchSize.flatMap((batchSize) =>
      table7.learningRate.flatMap((learningRate) =>
        table7.weightDecay.flatMap((weightDecay) =>
          table7.dropoutRate.map((dropoutRate) => ({ batchSize, learningRate, weightDecay, dropoutRate })),
        ),
      ),
    );
    const runs = Array.from({ length: 625 }, (_, index) => runAt(study, index));
    expect(runs.map(({ hyperparameters }) => hyperparameters)).toEqual(expected);
    const base = readSettings(recipe);
    for (const [index, run] of runs.entries()) {
      const { dropoutRate, ...training } = expected[index]!;
      const values = Object.entries(training).map(([key, value]) => setting(`training.${key}`, value));
      const settings = new Map([...values, setting('model.dropoutRate', dropoutRate)]);
      expect(run.recipe).toEqual(resolveRecipe(override(base, settings)));
    }
    expect(new Set(runs.map(({ name }) => name)).size).toBe(625);
  });

  it('has what Appendix B says of all of them', () => {
    const { recipe: first } = runAt(study, 0);
    expect(first).toMatchObject({
      model: { architecture: 'wide-resnet', depth: 28, widenFactor: 2, inputShape: [32, 32, 3], classes: 10 },
      dataset: { name: 'cifar-10', labelNoise: 0 },
      training: {
        ...{ optimizer: 'sgd', momentum: 0.9, nesterov: false, epochs: 200, schedule: 'cosine' },
        ...{ labelSmoothing: 0.1, crop: 'padded', flip: true, autoAugment: false, cutMix: 0, cutout: 0 },
      },
      seed: 0,
    });
    expect(first.dataset.trainCount).toBeUndefined();
    expect(modelSpec(first.model).parameterCount).toBe(1_467_610);
    expect(study).toMatchObject({ name: 'asam-paper', gap: 'loss', minTrainAccuracy: 0.99, seeds: [0] });
    expect(nameAt(study, 0)).toBe('batchSize=32_learningRate=0.0033_weightDecay=5e-7_dropoutRate=0_seed=0');
  });
});

describe('laptop', () => {
  const study = readStudy('laptop');

  it('is small', () => {
    expect(runCount(study)).toBe(18);
    expect(study.axes.map(({ values }) => values.length)).toEqual([3, 3]);
    const { model, dataset, training } = runAt(study, 17).recipe;
    expect(model).toMatchObject({ architecture: 'cnn', batchNorm: true });
    expect(modelSpec(model).parameterCount).toBeLessThan(20_000);
    expect(dataset).toMatchObject({ name: 'mnist', trainCount: 2000 });
    expect(training.epochs).toBeLessThanOrEqual(20);
    expect(study.measures.map(({ name }) => name)).toEqual(['one-step', 'auto-pgd']);
  });
});
