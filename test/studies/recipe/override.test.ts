import { describe, expect, it } from 'vitest';
import {
  override,
  parseSettings,
  type Recipe,
  resolveRecipe,
  setting,
} from '../../../src/studies/recipe/index.ts';

const below = parseSettings(
  `model: {architecture: wide-resnet, widenFactor: 4, dropoutRate: 0.1}
dataset: {name: cifar-10}
training: {optimizer: asam, rho: 2, eta: 0.1, p: inf, m: 8, momentum: 0.5, epochs: 9}
seed: 1`,
  'r.yaml',
);

function overridden(settings: Readonly<Record<string, unknown>>): Recipe {
  return resolveRecipe(override(below, new Map(Object.entries(settings).map((entry) => setting(...entry)))));
}

describe('settings over a recipe', () => {
  it('win, whatever their path, and leave the rest', () => {
    const { model, dataset, training, seed } = overridden({
      'model.dropoutRate': 0.2,
      'dataset.labelNoise': 0.4,
      'training.learningRate': 0.3,
      seed: 7,
    });
    expect(model).toMatchObject({ widenFactor: 4, dropoutRate: 0.2, inputShape: [32, 32, 3] });
    expect(dataset).toEqual({ name: 'cifar-10', labelNoise: 0.4, labelNoiseSeed: 0 });
    expect(training).toMatchObject({ learningRate: 0.3, rho: 2, momentum: 0.5, epochs: 9 });
    expect(seed).toBe(7);
  });

  it('with another architecture take nothing of the former model', () => {
    expect(overridden({ 'model.architecture': 'cnn' }).model).toMatchObject({ dropoutRate: 0 });
    expect(overridden({ 'model.architecture': 'wide-resnet' }).model).toMatchObject({ widenFactor: 4 });
    expect(overridden({ 'model.architecture': 'resnet', 'model.depth': 56 }).model).toMatchObject({
      depth: 56,
    });
  });

  it('with another optimizer take no radius, and nothing that it does not hear', () => {
    expect(overridden({ 'training.optimizer': 'sam' }).training).toMatchObject({ rho: 0.05, p: 'inf', m: 8 });
    expect(overridden({ 'training.optimizer': 'asam' }).training).toMatchObject({ rho: 2, eta: 0.1 });
    const sgd = overridden({ 'training.optimizer': 'sgd' }).training;
    expect(sgd).toMatchObject({ rho: 0, p: 2, m: null, eta: 0.01, momentum: 0.5, epochs: 9 });
    expect(overridden({ 'training.base': 'adam' }).training).toMatchObject({
      base: 'adam',
      momentum: 0,
      rho: 2,
    });
  });

  it('are themselves never dropped', () => {
    expect(() => overridden({ 'training.optimizer': 'sgd', 'training.rho': 1 })).toThrow(
      /^training\.rho is for sam and asam/,
    );
  });

  it('do not hide what is wrong below', () => {
    const wrong = parseSettings('training: {rho: 1}', 'r.yaml');
    const above = new Map([setting('training.optimizer', 'adam')]);
    expect(() => resolveRecipe(override(wrong, new Map([setting('seed', 1)])))).toThrow(/^r\.yaml:1:17/);
    expect(() => resolveRecipe(override(wrong, above))).not.toThrow();
  });

  it('name an unknown path', () => {
    expect(() => overridden({ 'training.learningrate': 1 })).toThrow(/is it learningRate\?/);
    expect(() => overridden({ 'trainig.rho': 1 })).toThrow(/^trainig\.rho: unknown key/);
  });
});
