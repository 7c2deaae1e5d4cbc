import {
  datasetDefaults,
  defaultArchitecture,
  modelDefaults,
  trainingDefaults,
} from '../studies/recipe/defaults.ts';
import { listOfCounts, nameLike, numberWithin, shareBelowOne, wholeNumber } from './optionValues.ts';
import { choiceFlag, type RecipeFlag, switchFlag, valueFlag } from './recipeFlag.ts';
import { datasetNames } from './sharedOptions.ts';

/** The options of `measure train` that say what is trained, on what. */

const { mlp, cnn, resnet, pyramidnet, densenet121 } = modelDefaults;
const [wide, vgg, resNeXt] = [
  modelDefaults['wide-resnet'],
  modelDefaults['vgg19-bn'],
  modelDefaults['resnext29-32x4d'],
];

export const datasetFlags: readonly RecipeFlag[] = [
  valueFlag(
    'dataset.name',
    '--dataset <name>',
    'mnist, fashion-mnist, kmnist, emnist-*, cifar-10, cifar-100, imagenet, or one of your own',
    { parse: nameLike(datasetNames), otherwise: datasetDefaults.name },
  ),
  valueFlag(
    'dataset.trainCount',
    '--train-count <count>',
    'the first so many training examples (default: all)',
    { parse: wholeNumber(1) },
  ),
  valueFlag('dataset.testCount', '--test-count <count>', 'the first so many test examples (default: all)', {
    parse: wholeNumber(1),
  }),
  valueFlag('dataset.labelNoise', '--label-noise <share>', 'of training labels, replaced by another class', {
    parse: numberWithin(0, 1),
    otherwise: datasetDefaults.labelNoise,
  }),
  valueFlag('dataset.labelNoiseSeed', '--label-noise-seed <number>', 'of which labels, and which classes', {
    parse: wholeNumber(0),
    otherwise: datasetDefaults.labelNoiseSeed,
  }),
];

export const modelFlags: readonly RecipeFlag[] = [
  choiceFlag('model.architecture', '--model <architecture>', 'what to train', {
    words: Object.keys(modelDefaults),
    otherwise: defaultArchitecture,
  }),
  valueFlag('model.hidden', '--hidden <list>', 'mlp: units of the hidden layers', {
    parse: listOfCounts,
    otherwise: mlp.hidden.join(),
  }),
  valueFlag('model.channels', '--channels <list>', 'cnn: channels of the convolutions', {
    parse: listOfCounts,
    otherwise: cnn.channels.join(),
  }),
  switchFlag('model.batchNorm', 'batch-norm', 'cnn: batch norm after every convolution', cnn.batchNorm),
  valueFlag(
    'model.depth',
    '--depth <count>',
    `resnet: 6n + 2 layers (default: ${resnet.depth}); wide-resnet: 6n + 4 (default: ${wide.depth}); ` +
      `pyramidnet: 9n + 2 (default: ${pyramidnet.depth})`,
    { parse: wholeNumber(1) },
  ),
  valueFlag('model.widenFactor', '--widen-factor <count>', 'wide-resnet: how many times wider', {
    parse: wholeNumber(1),
    otherwise: wide.widenFactor,
  }),
  valueFlag('model.dropoutRate', '--dropout <rate>', 'cnn, wide-resnet: share of dropped activations', {
    parse: shareBelowOne,
    otherwise: cnn.dropoutRate,
  }),
  valueFlag('model.width', '--width <count>', 'vgg19-bn, resnet50: channels of the first stage', {
    parse: wholeNumber(1),
    otherwise: vgg.width,
  }),
  valueFlag('model.growthRate', '--growth-rate <count>', 'densenet121: channels that a layer adds', {
    parse: wholeNumber(1),
    otherwise: densenet121.growthRate,
  }),
  valueFlag('model.cardinality', '--cardinality <count>', 'resnext29-32x4d: groups of the convolutions', {
    parse: wholeNumber(1),
    otherwise: resNeXt.cardinality,
  }),
  valueFlag(
    'model.bottleneckWidth',
    '--bottleneck-width <count>',
    'resnext29-32x4d: channels of a group in the first stage',
    { parse: wholeNumber(1), otherwise: resNeXt.bottleneckWidth },
  ),
  valueFlag('model.alpha', '--alpha <number>', 'pyramidnet: channels that the whole network adds', {
    parse: wholeNumber(1),
    otherwise: pyramidnet.alpha,
  }),
  switchFlag('model.shakeDrop', 'shake-drop', 'pyramidnet: ShakeDrop in training', pyramidnet.shakeDrop),
  choiceFlag(
    'training.initialization',
    '--initialization <how>',
    "as the architecture's own implementation draws parameters, PyTorch's default, or He's",
    { words: ['own', 'pytorch', 'he'], otherwise: trainingDefaults.initialization },
  ),
];
