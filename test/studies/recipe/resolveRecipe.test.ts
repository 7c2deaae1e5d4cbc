import { describe, expect, it, test } from 'vitest';
import { parseModelOptions } from '../../../src/models/spec/index.ts';
import { modelDefaults } from '../../../src/studies/recipe/defaults.ts';
import {
  Contradiction,
  parseSettings,
  type Recipe,
  recipeText,
  resolveRecipe,
} from '../../../src/studies/recipe/index.ts';
import { UserError } from '../../../src/userError.ts';

function recipe(text: string): Recipe {
  return resolveRecipe(parseSettings(text, 'r.yaml'));
}

function training(text: string): Recipe['training'] {
  return recipe(`training: {${text}}`).training;
}

/** The architectures whose options config.json may leave out. */
const published = ['vgg19-bn', 'densenet121', 'resnext29-32x4d', 'pyramidnet', 'resnet50'] as const;

describe('what a recipe does not say', () => {
  it('is SGD on MNIST', () => {
    expect(recipe('seed: 5')).toMatchObject({
      model: { architecture: 'cnn', channels: [8, 16, 16], inputShape: [28, 28, 1], classes: 10 },
      dataset: { name: 'mnist', labelNoise: 0, labelNoiseSeed: 0 },
      training: {
        ...{ optimizer: 'sgd', base: 'sgd', momentum: 0.9, learningRate: 0.1, rho: 0, normalization: 'none' },
        ...{ epochs: 20, batchSize: 128, schedule: 'cosine', weightDecay: 5e-4, decay: 'coupled' },
      },
      seed: 5,
    });
  });

  it('depends on the optimizer', () => {
    expect(training('optimizer: sam')).toMatchObject({ base: 'sgd', rho: 0.05, normalization: 'none' });
    expect(training('optimizer: asam')).toMatchObject({ base: 'sgd', rho: 0.5, normalization: 'element' });
    expect(training('optimizer: adam')).toMatchObject({ base: 'adam', learningRate: 1e-3, momentum: 0 });
    expect(training('optimizer: asam, base: adamw')).toMatchObject({
      learningRate: 1e-3,
      decay: 'decoupled',
    });
  });

  it('of the model is the dataset’s', () => {
    const { model } = recipe('model: {architecture: vgg19-bn}\ndataset: {name: cifar-100}');
    expect(model).toEqual({ architecture: 'vgg19-bn', width: 64, inputShape: [32, 32, 3], classes: 100 });
    const own = resolveRecipe(parseSettings('dataset: {name: mine}', 'r.yaml'), {
      shape: [9, 8, 3],
      classes: 4,
    });
    expect(own.model).toMatchObject({ inputShape: [9, 8, 3], classes: 4 });
  });

  it('of a dataset with one class is no model', () => {
    const settings = parseSettings('dataset: {name: mine}', 'r.yaml');
    expect(() => resolveRecipe(settings, { shape: [9, 8, 3], classes: 1 })).toThrow(
      /^r\.yaml:1:17: dataset\.name: "mine" has one class only; /,
    );
  });

  test.each(published)('of %s is its published size', (architecture) => {
    const common = { architecture, inputShape: [32, 32, 3], classes: 10 };
    expect(parseModelOptions(common)).toEqual({ ...common, ...modelDefaults[architecture] });
  });
});

describe('a wrong value', () => {
  it.each([
    ['trainin: {}', /^r\.yaml:1:1: trainin: unknown key; is it training\?$/],
    ['training: {optimiser: sam}', /training\.optimiser: unknown key; is it optimizer\?$/],
    ['training: {__proto__: 1}', /training\.__proto__: unknown key/],
    ['model: {__proto__: 1}', /model\.__proto__: unknown key/],
    ['"a\\nb": 1', /^r\.yaml:1:9: "a\\nb": unknown key/],
    ['dataset: {noise: 0.1}', /dataset\.noise: unknown key; the keys are name, trainCount/],
    [
      'model: {architecture: wide-resnet, widenfactor: 2}',
      /model\.widenfactor: unknown key; is it widenFactor\?/,
    ],
    ['training: {optimizer: lion}', /^r\.yaml:1:23: training\.optimizer: one of sgd, .*, not "lion"$/],
    ['training: {learningRate: 0}', /a number above 0 is expected, not 0$/],
    ['training: {learningRate: .inf}', /a number above 0 is expected, not \.inf$/],
    ['training: {learningRate: -.inf}', /a number above 0 is expected, not -\.inf$/],
    ['training: {learningRate: .nan}', /a number above 0 is expected, not \.nan$/],
    ['training: {schedule: step, milestones: [1, .nan]}', /a list of epochs .* not \[1,\.nan\]$/],
    ['training: {learningRate: "0.1"}', /a number above 0 is expected, not "0\.1"$/],
    ['training: {momentum: 1}', /a number from 0, less than 1 is expected/],
    ['training: {epochs: 1.5}', /a whole number from 1 to 1000000 is expected, not 1\.5$/],
    ['training: {epochs: }', /r\.yaml:1:\d+: training\.epochs: .* not null$/],
    ['training: {optimizer: sam, p: 1}', /a number above 1, at most 1e6, or inf is expected, not 1$/],
    ['training: {optimizer: sam, m: 1.5}', /training\.m: a whole number from 1, or none is expected/],
    ['training: {schedule: step, milestones: [3, 2]}', /a list of epochs that grow, as .* not \[3,2\]$/],
    ['training: {nesterov: yes}', /true or false is expected, not "yes"$/],
    ['training: {cutMix: 2}', /a number from 0 to 1 is expected/],
    ['dataset: {labelNoise: 20}', /dataset\.labelNoise: a number from 0 to 1 is expected, not 20$/],
    ['seed: -1', /^r\.yaml:1:7: seed: a whole number from 0 is expected, not -1$/],
    ['seed: {a: 1}', /seed: a whole number from 0 is expected/],
    ['model: {architecture: vit}', /model\.architecture: one of mlp, .* is expected, not "vit"$/],
    ['model: {architecture: constructor}', /model\.architecture: one of mlp/],
    ['model: {architecture: resnet, depth: 21}', /^r\.yaml:1:38: model\.depth: must be 6n \+ 2/],
    ['model: {architecture: resnet, depth: 4}', /model\.depth: must be 6n \+ 2/],
    ['model: {architecture: resnet, depth: 2}', /a whole number from 8 to 1202 is expected, not 2$/],
    [
      'model: {architecture: mlp, hidden: 8}',
      /^r\.yaml:1:36: model\.hidden: a list of at most 64 whole numbers from 1 to 65536 is expected, not 8$/,
    ],
    ['model: {architecture: mlp, hidden: [8, 0]}', /whole numbers from 1 to 65536 is expected, not \[8,0\]$/],
    ['model: {channels: []}', /model\.channels: a list of 1 to 32 whole numbers .* not \[\]$/],
    ['model: {batchNorm: 1}', /model\.batchNorm: true or false is expected, not 1$/],
    [
      'model: {dropoutRate: .nan}',
      /model\.dropoutRate: a number from 0, less than 1 is expected, not \.nan$/,
    ],
    [
      'model: {architecture: wide-resnet, widenFactor: }',
      /a whole number from 1 to 32 is expected, not null$/,
    ],
    [
      'model: {inputShape: [8, 8, 0], classes: 3}\ndataset: {name: mine}',
      /model\.inputShape: a list of 3 whole numbers from 1, at most \[1024, 1024, 64\], is expected, not \[8,8,0\]$/,
    ],
    [
      'model: {architecture: vgg19-bn}',
      /^r\.yaml:1:23: model\.architecture: vgg19-bn does not fit mnist, whose images are 28x28: height .* 32 to 63/,
    ],
    [
      'model: {architecture: vgg19-bn, inputShape: [8, 8, 1], classes: 3}\ndataset: {name: mine}',
      /^r\.yaml:1:45: model\.inputShape: height and width must be 32 to 63/,
    ],
    ['dataset: {name: imagenet}', /^r\.yaml:1:17: dataset\.name: .* say inputShape and classes under model$/],
  ])('%s', (text, why) => {
    expect(() => recipe(text)).toThrow(UserError);
    expect(() => recipe(text)).toThrow(why);
  });
});

describe('values that contradict each other', () => {
  it.each([
    ['rho: 0.5', /training\.rho is for sam and asam, and the optimizer is sgd$/],
    ['optimizer: adam, bias: frozen', /training\.bias is for sam and asam, and the optimizer is adam$/],
    ['base: adam', /training\.base is for sam and asam/],
    [
      'optimizer: sam, normalization: element',
      /training\.normalization is for asam, and the optimizer is sam$/,
    ],
    ['optimizer: sam, eta: 0.1', /training\.eta is for asam/],
    ['optimizer: asam, normalization: none', /none makes asam sam: say optimizer sam/],
    ['optimizer: adam, momentum: 0.9', /training\.momentum is for sgd, and the optimizer is adam$/],
    ['optimizer: sam, base: adam, nesterov: true', /nesterov is for sgd, and the base of sam is adam$/],
    ['beta1: 0.9', /training\.beta1 is for adam and adamw, and the optimizer is sgd$/],
    ['nesterov: true, momentum: 0', /training\.nesterov is momentum that looks ahead/],
    ['optimizer: adamw, decay: coupled', /decay coupled is what adam does/],
    ['milestones: [3]', /training\.milestones is for schedule step, and the schedule is cosine$/],
    ['schedule: step', /training\.schedule step needs milestones/],
    ['schedule: step, milestones: [5], epochs: 5', /a milestone that never comes: .* 0 to 4$/],
    ['warmupEpochs: 6, epochs: 5', /warmupEpochs makes the warm-up longer .* 6 of 5 epochs$/],
    ['optimizer: sam, m: 128', /training\.m does not cut the batch: m is 128 and batchSize 128/],
    ['optimizer: sam, m: 8, accumulate: 2', /training\.m cuts the batch, and so does accumulate/],
    ['batchSize: 4, accumulate: 5', /training\.accumulate cuts a batch of 4 in 5 parts/],
    ['cutMixAlpha: 0.5', /training\.cutMixAlpha is for CutMix, and cutMix is 0$/],
  ])('%s', (text, why) => {
    expect(() => training(text)).toThrow(Contradiction);
    expect(() => training(text)).toThrow(why);
  });

  it.each([
    [
      'model: {architecture: resnet, dropoutRate: 0.1}',
      /dropoutRate is for cnn and wide-resnet, and the model is resnet$/,
    ],
    ['model: {classes: 3}', /model\.classes is 3, and mnist has 10: leave it out$/],
    ['model: {inputShape: [32, 32, 3]}', /model\.inputShape is \[32,32,3\], and mnist has \[28,28,1\]/],
  ])('%s', (text, why) => {
    expect(() => recipe(text)).toThrow(why);
  });

  it.each([
    'rho: 0, base: sgd, normalization: none, nesterov: false, milestones: []',
    'optimizer: asam, rho: 0',
    'optimizer: sam, bias: frozen, p: inf, m: 8',
    'crop: padded, flip: true, cutout: 8',
    'optimizer: adam, decay: decoupled',
    'warmupEpochs: 20',
  ])('but not %s', (text) => {
    expect(() => training(text)).not.toThrow();
  });
});

it.each([
  'seed: 4',
  'training: {optimizer: asam, p: inf, m: 32, base: adamw}\nmodel: {architecture: mlp, hidden: [3, 4]}',
  'training: {schedule: step, milestones: [1, 2], cutMix: 0.5, cutMixAlpha: 0.3}\ndataset: {labelNoise: 0.4, trainCount: 9}',
])('as YAML, %j comes to itself', (text) => {
  const resolved = recipe(text);
  expect(recipe(recipeText(resolved))).toEqual(resolved);
});
