import type { ModelOptions } from '../../models/spec/types.ts';
import type { TrainDataset } from '../trainRequest.ts';
import type { TrainingRecipe } from './types.ts';

type Dependent = 'base' | 'momentum' | 'rho' | 'normalization' | 'learningRate' | 'decay';

/** What a training is where a recipe says nothing of it, but for what depends on the optimizer. */
export const trainingDefaults: Omit<TrainingRecipe, Dependent> = {
  optimizer: 'sgd',
  nesterov: false,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  p: 2,
  bias: 'constant',
  eta: 0.01,
  m: null,
  batchNormStatistics: 'first',
  epochs: 20,
  batchSize: 128,
  accumulate: 1,
  schedule: 'cosine',
  warmupEpochs: 0,
  milestones: [],
  factor: 0.1,
  weightDecay: 5e-4,
  decayScope: 'all',
  labelSmoothing: 0,
  clipNorm: null,
  crop: 'none',
  flip: false,
  autoAugment: false,
  cutout: 0,
  cutMix: 0,
  cutMixAlpha: 1,
  initialization: 'own',
  stopAtLoss: null,
  testEvery: 1,
  snapshotEvery: null,
  snapshotBest: false,
};

/** The radius of an optimizer where a recipe says none: the paper's for CIFAR-10. */
export const defaultRho: Readonly<Record<TrainingRecipe['optimizer'], number>> = {
  sgd: 0,
  adam: 0,
  adamw: 0,
  sam: 0.05,
  asam: 0.5,
};

/** The learning rate of an update rule where a recipe says none. */
export const defaultLearningRate: Readonly<Record<TrainingRecipe['base'], number>> = {
  sgd: 0.1,
  adam: 0.001,
  adamw: 0.001,
};

export const defaultMomentum = 0.9;

/** The update rule of an optimizer where a recipe names none. */
function defaultBase(optimizer: TrainingRecipe['optimizer']): TrainingRecipe['base'] {
  return optimizer === 'sam' || optimizer === 'asam' ? 'sgd' : optimizer;
}

/** A training of which a recipe says some. */
export function completeTraining(given: Partial<TrainingRecipe>): TrainingRecipe {
  const { optimizer: otherwise, ...independent } = trainingDefaults;
  const { optimizer = otherwise } = given;
  const { base = defaultBase(optimizer) } = given;
  return {
    optimizer,
    base,
    learningRate: defaultLearningRate[base],
    momentum: base === 'sgd' ? defaultMomentum : 0,
    rho: defaultRho[optimizer],
    normalization: optimizer === 'asam' ? 'element' : 'none',
    decay: base === 'adamw' ? 'decoupled' : 'coupled',
    ...independent,
    ...given,
  };
}

export const datasetDefaults: TrainDataset = { name: 'mnist', labelNoise: 0, labelNoiseSeed: 0 };

export const defaultSeed = 0;

export const defaultArchitecture: ModelOptions['architecture'] = 'cnn';

type OwnOptions<Options> = Options extends ModelOptions
  ? Omit<Options, 'architecture' | 'inputShape' | 'classes'>
  : never;

/** The options of each architecture where a recipe does not say them; all have an input shape and classes besides. */
export const modelDefaults: {
  readonly [Architecture in ModelOptions['architecture']]: OwnOptions<
    Extract<ModelOptions, { readonly architecture: Architecture }>
  >;
} = {
  mlp: { hidden: [128] },
  cnn: { channels: [8, 16, 16], batchNorm: true, dropoutRate: 0 },
  resnet: { depth: 20 },
  'wide-resnet': { depth: 28, widenFactor: 2, dropoutRate: 0 },
  'vgg19-bn': { width: 64 },
  densenet121: { growthRate: 32 },
  'resnext29-32x4d': { cardinality: 32, bottleneckWidth: 4 },
  pyramidnet: { depth: 272, alpha: 200, shakeDrop: true },
  resnet50: { width: 64 },
};
