import {
  defaultLearningRate,
  defaultMomentum,
  defaultRho,
  defaultSeed,
  trainingDefaults,
} from '../studies/recipe/defaults.ts';
import {
  listOf,
  normOrder,
  numberWithin,
  oneOf,
  type Parser,
  positiveNumber,
  shareBelowOne,
  wholeNumber,
  withWords,
} from './optionValues.ts';
import { choiceFlag, type RecipeFlag, switchFlag, valueFlag } from './recipeFlag.ts';

/** The options of `measure train` that say how it trains. */

const defaults = trainingDefaults;

/** `none`, or a value. */
function orNone<T>(parse: Parser<T>): Parser<T | null> {
  return withWords(['none'], (text) => (text === 'none' ? null : parse(text)));
}

export const optimizerFlags: readonly RecipeFlag[] = [
  choiceFlag('training.optimizer', '--optimizer <name>', 'the update rule', {
    words: ['sgd', 'adam', 'adamw', 'sam', 'asam'],
    otherwise: defaults.optimizer,
  }),
  valueFlag(
    'training.learningRate',
    '--learning-rate <number>',
    `the highest one (default: ${defaultLearningRate.sgd}; adam, adamw: ${defaultLearningRate.adam})`,
    { parse: positiveNumber },
  ),
  valueFlag('training.momentum', '--momentum <number>', 'of sgd', {
    parse: shareBelowOne,
    otherwise: defaultMomentum,
  }),
  switchFlag('training.nesterov', 'nesterov', "sgd: Nesterov's momentum", defaults.nesterov),
  valueFlag('training.beta1', '--beta1 <number>', 'adam, adamw: memory of the gradient', {
    parse: shareBelowOne,
    otherwise: defaults.beta1,
  }),
  valueFlag('training.beta2', '--beta2 <number>', 'adam, adamw: memory of its square', {
    parse: shareBelowOne,
    otherwise: defaults.beta2,
  }),
  valueFlag('training.epsilon', '--epsilon <number>', 'adam, adamw: added to the root', {
    parse: positiveNumber,
    otherwise: defaults.epsilon,
  }),
  valueFlag('training.weightDecay', '--weight-decay <number>', 'times the parameter', {
    parse: numberWithin(0),
    otherwise: defaults.weightDecay,
  }),
  choiceFlag(
    'training.decayScope',
    '--decay-scope <which>',
    "parameters that decay; weights: not biases, nor batch norm's",
    {
      words: ['all', 'weights'],
      otherwise: defaults.decayScope,
    },
  ),
  valueFlag(
    'training.decay',
    '--decay <how>',
    'coupled: added to the gradient (default), or decoupled: beside the step (default of adamw)',
    { parse: oneOf('coupled', 'decoupled') },
  ),
  valueFlag('training.clipNorm', '--clip-norm <number>', 'the largest norm of a gradient, or none', {
    parse: orNone(positiveNumber),
    otherwise: 'none',
  }),
];

export const sharpnessFlags: readonly RecipeFlag[] = [
  choiceFlag('training.base', '--base <name>', 'the update rule around which they are', {
    words: ['sgd', 'adam', 'adamw'],
    otherwise: 'sgd',
  }),
  valueFlag(
    'training.rho',
    '--rho <number>',
    `the radius (default: sam ${defaultRho.sam}, asam ${defaultRho.asam})`,
    { parse: numberWithin(0) },
  ),
  valueFlag('training.p', '--p <order>', 'the norm order: a number above 1, or inf', {
    parse: normOrder,
    otherwise: defaults.p,
  }),
  valueFlag('training.normalization', '--normalization <name>', 'asam: element (default) or filter', {
    parse: oneOf('none', 'element', 'filter'),
  }),
  valueFlag(
    'training.bias',
    '--bias <how>',
    'biases have T = 1 (constant), are normalized like weights (normalized), or not perturbed (frozen)',
    { parse: oneOf('constant', 'normalized', 'frozen'), otherwise: defaults.bias },
  ),
  valueFlag('training.eta', '--eta <number>', 'asam: added to |w|, or to the norm of a filter', {
    parse: numberWithin(0),
    otherwise: defaults.eta,
  }),
  valueFlag('training.m', '--m <count>', 'examples that share a perturbation; none: the whole batch', {
    parse: orNone(wholeNumber(1)),
    otherwise: 'none',
  }),
  choiceFlag(
    'training.batchNormStatistics',
    '--bn-statistics <passes>',
    "the passes that move batch norm's running statistics",
    { words: ['first', 'both'], otherwise: defaults.batchNormStatistics },
  ),
];

export const scheduleFlags: readonly RecipeFlag[] = [
  valueFlag('training.epochs', '--epochs <count>', 'passes over the training examples', {
    parse: wholeNumber(1),
    otherwise: defaults.epochs,
  }),
  valueFlag('training.batchSize', '--batch-size <count>', 'examples an update', {
    parse: wholeNumber(1),
    otherwise: defaults.batchSize,
  }),
  valueFlag('training.accumulate', '--accumulate <count>', 'parts in which a gradient is summed up', {
    parse: wholeNumber(1),
    otherwise: defaults.accumulate,
  }),
  choiceFlag('training.schedule', '--schedule <name>', 'of the learning rate', {
    words: ['cosine', 'constant', 'step'],
    otherwise: defaults.schedule,
  }),
  valueFlag('training.warmupEpochs', '--warmup <epochs>', 'over which the learning rate grows from 0', {
    parse: wholeNumber(0),
    otherwise: defaults.warmupEpochs,
  }),
  valueFlag(
    'training.milestones',
    '--milestones <list>',
    'step: the epochs, from 0, with which it steps, as 60,120,160',
    {
      parse: listOf(wholeNumber(1)),
    },
  ),
  valueFlag('training.factor', '--factor <number>', 'step: what the learning rate is multiplied by', {
    parse: positiveNumber,
    otherwise: defaults.factor,
  }),
  valueFlag('training.stopAtLoss', '--stop-at-loss <loss>', 'end when the mean training loss is this low', {
    parse: orNone(positiveNumber),
    otherwise: 'none',
  }),
];

export const augmentationFlags: readonly RecipeFlag[] = [
  choiceFlag('training.crop', '--crop <how>', 'padded by 4 and cropped at random, or a random part resized', {
    words: ['none', 'padded', 'resized'],
    otherwise: defaults.crop,
  }),
  switchFlag('training.flip', 'flip', 'mirror left and right with probability 1/2', defaults.flip),
  switchFlag(
    'training.autoAugment',
    'auto-augment',
    "AutoAugment's policy for CIFAR-10",
    defaults.autoAugment,
  ),
  valueFlag('training.cutout', '--cutout <pixels>', 'the side of the square that Cutout blanks; 0: none', {
    parse: wholeNumber(0),
    otherwise: defaults.cutout,
  }),
  valueFlag('training.cutMix', '--cutmix <probability>', 'with which CutMix mixes a batch', {
    parse: numberWithin(0, 1),
    otherwise: defaults.cutMix,
  }),
  valueFlag('training.cutMixAlpha', '--cutmix-alpha <number>', 'CutMix keeps a share from Beta(a, a)', {
    parse: positiveNumber,
    otherwise: defaults.cutMixAlpha,
  }),
  valueFlag(
    'training.labelSmoothing',
    '--label-smoothing <share>',
    'of probability, spread over all classes',
    {
      parse: shareBelowOne,
      otherwise: defaults.labelSmoothing,
    },
  ),
];

export const runFlags: readonly RecipeFlag[] = [
  valueFlag('seed', '--seed <number>', 'of initialization, order, augmentation and dropout', {
    parse: wholeNumber(0),
    otherwise: defaultSeed,
  }),
  valueFlag(
    'training.testEvery',
    '--test-every <epochs>',
    'score the test examples each so many epochs, and after the last',
    {
      parse: wholeNumber(1),
      otherwise: defaults.testEvery,
    },
  ),
  valueFlag(
    'training.snapshotEvery',
    '--snapshot-every <epochs>',
    'keep a snapshot each so many epochs, or none',
    {
      parse: orNone(wholeNumber(1)),
      otherwise: 'none',
    },
  ),
  switchFlag(
    'training.snapshotBest',
    'snapshot-best',
    'keep a snapshot of the epoch with the best test accuracy',
    defaults.snapshotBest,
  ),
];
