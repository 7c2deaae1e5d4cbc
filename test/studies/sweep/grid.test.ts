import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRunConfig } from '../../../src/checkpoints/index.ts';
import { nameAt, runAt, runCount, settingsAt } from '../../../src/studies/sweep/grid.ts';
import { recipePaths } from '../../../src/studies/sweep/recipePaths.ts';
import { hyperparameterOf, runName } from '../../../src/studies/sweep/runName.ts';
import type { Axis, AxisValue, Study } from '../../../src/studies/sweep/types.ts';
import { studyFiles } from './studyFile.ts';

const { read } = studyFiles();

const small = read(`
base: {dataset: {name: mnist, trainCount: 100}, training: {optimizer: sam, epochs: 3, batchSize: 7}}
grid:
  training.batchSize: [32, 64]
  training.m: [none, 8]
  model.channels: [[16, 32], [8]]
seeds: [5, 0]
`);

describe('the runs of a study', () => {
  it('are its grid in order, seeds fastest, then the last axis', () => {
    expect(runCount(small)).toBe(16);
    expect(Array.from({ length: 16 }, (_, index) => nameAt(small, index))).toEqual([
      'batchSize=32_m=none_channels=16-32_seed=5',
      'batchSize=32_m=none_channels=16-32_seed=0',
      'batchSize=32_m=none_channels=8_seed=5',
      'batchSize=32_m=none_channels=8_seed=0',
      'batchSize=32_m=8_channels=16-32_seed=5',
      'batchSize=32_m=8_channels=16-32_seed=0',
      'batchSize=32_m=8_channels=8_seed=5',
      'batchSize=32_m=8_channels=8_seed=0',
      'batchSize=64_m=none_channels=16-32_seed=5',
      'batchSize=64_m=none_channels=16-32_seed=0',
      'batchSize=64_m=none_channels=8_seed=5',
      'batchSize=64_m=none_channels=8_seed=0',
      'batchSize=64_m=8_channels=16-32_seed=5',
      'batchSize=64_m=8_channels=16-32_seed=0',
      'batchSize=64_m=8_channels=8_seed=5',
      'batchSize=64_m=8_channels=8_seed=0',
    ]);
  });

  it('have the recipe of their values over the base', () => {
    const run = runAt(small, 13);
    expect(run).toMatchObject({
      index: 13,
      name: 'batchSize=64_m=8_channels=16-32_seed=0',
      hyperparameters: { batchSize: 64, m: 8, channels: '16-32' },
      recipe: {
        model: { architecture: 'cnn', channels: [16, 32], inputShape: [28, 28, 1], classes: 10 },
        dataset: { name: 'mnist', trainCount: 100 },
        training: { optimizer: 'sam', epochs: 3, batchSize: 64, m: 8 },
        seed: 0,
      },
    });
    expect(runAt(small, 0)).toMatchObject({ recipe: { training: { m: null }, seed: 5 } });
    expect(Object.keys(run.hyperparameters)).toEqual(['batchSize', 'm', 'channels']);
  });

  it('end with the last one', () => {
    for (const index of [-1, 16, 0.5, Number.NaN]) {
      expect(() => nameAt(small, index)).toThrow(/^s: there is no run .*; they are 0 to 15$/);
      expect(() => runAt(small, index)).toThrow(/there is no run/);
    }
  });

  it('take from the base what goes with the choice of an axis, and no other', () => {
    const study = read(`
base: {training: {optimizer: asam, rho: 2, eta: 0.5, momentum: 0.5}}
grid: {training.optimizer: [asam, sam, sgd]}`);
    const trainings = [0, 1, 2].map((index) => runAt(study, index).recipe.training);
    expect(trainings.map(({ rho, eta, momentum }) => [rho, eta, momentum])).toEqual([
      [2, 0.5, 0.5],
      [0.05, 0.01, 0.5],
      [0, 0.01, 0.5],
    ]);
    // the base names no optimizer: its rho is that of each
    const open = read('base: {training: {rho: 2}}\ngrid: {training.optimizer: [asam, sam]}');
    expect([0, 1].map((index) => runAt(open, index).recipe.training.rho)).toEqual([2, 2]);
    const model = read('base: {model: {depth: 16}}\ngrid: {model.architecture: [wide-resnet]}');
    expect(runAt(model, 0).recipe.model).toMatchObject({ depth: 16 });
  });

  it('may be a million, each made by itself', () => {
    const values = Array.from({ length: 100 }, (_, k) => k + 1);
    const study: Study = {
      ...small,
      base: new Map(),
      axes: [
        axis('training.epochs', values),
        axis('training.batchSize', values),
        axis('dataset.trainCount', values),
      ],
      seeds: [0],
    };
    expect(runCount(study)).toBe(1_000_000);
    expect(nameAt(study, 123_456)).toBe('epochs=13_batchSize=35_trainCount=57_seed=0');
    expect(runAt(study, 999_999).recipe).toMatchObject({
      training: { epochs: 100, batchSize: 100 },
      dataset: { trainCount: 100 },
    });
    const names = new Set<string>();
    for (let index = 0; index < 1_000_000; index += 7) names.add(nameAt(study, index));
    expect(names.size).toBe(Math.ceil(1_000_000 / 7));
  });

  it('have different names, and the values of their place, whatever the axes', () => {
    const text = fc.stringMatching(/^[a-z%=_/. A-Z-]{1,12}$/);
    const value: fc.Arbitrary<AxisValue> = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      text,
      fc.boolean(),
      fc.constant(null),
    );
    const values = fc.uniqueArray(value, {
      minLength: 1,
      maxLength: 4,
      selector: (one) => String(hyperparameterOf(one)),
    });
    const seeds = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 4 }), seeds, (lists, someSeeds) => {
        const study: Study = {
          ...{ name: 'any', base: new Map(), gap: 'loss', minTrainAccuracy: 0, measures: [] },
          axes: lists.map((list, k) => ({ ...axis('training.m', list), name: `axis${k}` })),
          seeds: someSeeds,
        };
        const count = runCount(study);
        expect(count).toBe(lists.reduce((product, list) => product * list.length, someSeeds.length));
        const names = Array.from({ length: count }, (_, index) => nameAt(study, index));
        expect(new Set(names).size).toBe(count);
        for (const [index, name] of names.entries()) {
          expect(name).toMatch(/^[\w.+%=-]{1,200}$/);
          expect(name.endsWith(`seed=${someSeeds[index % someSeeds.length]}`)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are settings of a recipe with the place of each value', () => {
    const settings = settingsAt(small, 15);
    expect(settings.get('training.batchSize')?.label).toMatch(/s\.yaml:4:28: training\.batchSize$/);
    expect(settings.get('dataset.name')?.label).toMatch(/s\.yaml:2:24: dataset\.name$/);
  });
});

function axis(path: string, values: readonly AxisValue[]): Axis {
  const name = path.slice(path.indexOf('.') + 1);
  return { path, name, values, labels: values.map(() => path) };
}

describe('the name of a run', () => {
  it.each<[string, AxisValue, string]>([
    ['a small number', 5e-7, '5e-7'],
    ['a number', 0.000005, '0.000005'],
    ['a large number', 1e21, '1e+21'],
    ['a list', [16, [32, 64]], '16-32-64'],
    ['an empty list', [], 'none'],
    ['nothing', null, 'none'],
    ['a switch', true, 'true'],
    ['a path', '../a b', '..%2fa%20b'],
    ['an equals sign', 'a_b=c%', 'a_b%3dc%25'],
    ['other letters', 'é☃', '%c3%a9%e2%98%83'],
  ])('has %s in characters that any file system takes', (_name, value, expected) => {
    expect(runName([['x', hyperparameterOf(value)]], 1)).toBe(`x=${expected}_seed=1`);
  });

  it('has 200 characters at most, and stays different', () => {
    const long = (last: string) =>
      runName(
        [
          ['x', 'y'.repeat(300)],
          ['z', last],
        ],
        12,
      );
    expect(long('a')).toHaveLength(200);
    expect(long('a')).toMatch(/^x=y{100,}-[0-9a-f]{16}_seed=12$/);
    expect(long('a')).toBe(long('a'));
    expect(long('a')).not.toBe(long('b'));
    expect(runName([['x', 'y'.repeat(191)]], 0)).toHaveLength(200);
    expect(runName([['x', 'y'.repeat(191)]], 0)).not.toContain('-');
    expect(runName([['x', 'y'.repeat(192)]], 0)).toContain('-');
  });
});

describe('hyperparameters', () => {
  const names = recipePaths.map((path) => (path === 'dataset.name' ? 'dataset' : path.split('.')[1]!));

  it('have a name of their own each, which config.json takes', () => {
    expect(new Set(names).size).toBe(recipePaths.length);
    for (const name of names) {
      const config = {
        schema: 'adaptive-sharpness/run/1',
        model: { architecture: 'mlp', hidden: [], inputShape: [1, 1, 1], classes: 2 },
        hyperparameters: { [name]: 1 },
      };
      expect(parseRunConfig(JSON.stringify(config), 'c').hyperparameters).toEqual({ [name]: 1 });
    }
  });

  it('are named after the key, but for the dataset', () => {
    const study = read('grid:\n  dataset.name: [mnist, kmnist]\n  dataset.labelNoise: [0, 0.2]');
    expect(runAt(study, 3)).toMatchObject({
      name: 'dataset=kmnist_labelNoise=0.2_seed=0',
      hyperparameters: { dataset: 'kmnist', labelNoise: 0.2 },
    });
  });
});
