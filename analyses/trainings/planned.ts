import { join } from 'node:path';
import { knownDatasets } from '../../src/data/datasets.ts';
import type { ModelOptions } from '../../src/index.ts';
import { type TrainRequest, UserError } from '../../src/index.ts';
import { completeTraining } from '../../src/studies/recipe/defaults.ts';
import type { TrainingRecipe } from '../../src/studies/recipe/index.ts';
import type { Options } from './options.ts';

/** The methods of the paper's tables. */
export const PAPER_METHODS = ['SGD', 'SAM', 'ASAM'] as const;
/** `SGD½` has as many epochs as SAM and ASAM, where the paper gives SGD twice as many. */
export const METHODS = [...PAPER_METHODS, 'SGD½'] as const;
export type Method = (typeof METHODS)[number];

/** One training of an analysis. */
export interface Planned {
  /** What it is a repeat of: one row of a table, one point of a curve. */
  readonly name: string;
  readonly request: TrainRequest;
}

/** What the repeats of a case are made from. */
export interface Case {
  /** Also the name of their folder. */
  readonly name: string;
  readonly model: ModelOptions;
  readonly training: Partial<TrainingRecipe> & Pick<TrainingRecipe, 'optimizer'>;
  /** The epochs, in those of the scale: an epoch of SGD takes one gradient a step, one of SAM and ASAM two. */
  readonly rounds: 1 | 2;
  /** The share of training labels that are replaced; other labels for every seed. */
  readonly labelNoise?: number;
}

/** Examples an update: a quarter of the paper's, so that few images make enough updates. */
export const BATCH_SIZE = 32;

/** As in section 5.2 of the paper, with momentum 0.9, and weight decay 0.0005 on all parameters, but smaller batches. */
const SHARED = {
  batchSize: BATCH_SIZE,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 5e-4,
  schedule: 'cosine',
  labelSmoothing: 0.1,
  crop: 'padded',
  flip: true,
} as const satisfies Partial<TrainingRecipe>;

/**
 * The paper's radii for CIFAR-10, one-step ascent with p = 2 over the whole batch, eta = 0.01, biases with T = 1; and
 * how many times the epochs of the scale each gets.
 */
export const METHOD_TRAININGS = {
  SGD: { training: { optimizer: 'sgd' }, rounds: 2 },
  SAM: { training: { optimizer: 'sam', rho: 0.05, p: 2 }, rounds: 1 },
  ASAM: {
    training: { optimizer: 'asam', rho: 0.5, p: 2, normalization: 'element', eta: 0.01, bias: 'constant' },
    rounds: 1,
  },
  'SGD½': { training: { optimizer: 'sgd' }, rounds: 1 },
} as const satisfies Record<Method, Pick<Case, 'training' | 'rounds'>>;

/** A method in the names of cases. */
export const METHOD_KEYS: Readonly<Record<Method, string>> = {
  SGD: 'sgd',
  SAM: 'sam',
  ASAM: 'asam',
  'SGD½': 'sgd-half',
};

/** The trainings of an analysis: all cases with the first seed, then all with the second, and so on. */
export function planRuns(cases: readonly Case[], { scale, data, runs, engine }: Options): Planned[] {
  const seeds = Array.from({ length: scale.seeds }, (_, seed) => seed);
  return seeds.flatMap((seed) =>
    cases.map(({ name, model, training, rounds, labelNoise = 0 }) => ({
      name,
      request: {
        out: join(runs, name, `seed-${seed}`),
        dataDirectory: data,
        dataset: {
          name: scale.dataset,
          trainCount: scale.trainCount,
          testCount: scale.testCount,
          labelNoise,
          labelNoiseSeed: seed,
        },
        model,
        training: completeTraining({ ...SHARED, epochs: rounds * scale.epochs, ...training }),
        seed,
        engine,
        existing: 'resume',
      },
    })),
  );
}

/**
 * What the networks of an analysis take in and give out.
 *
 * @throws UserError for a dataset whose images and classes are not known by its name
 */
export function inputOf(dataset: string): Pick<ModelOptions, 'inputShape' | 'classes'> {
  const known = knownDatasets.get(dataset);
  if (known && known.classes !== null) return { inputShape: known.shape, classes: known.classes };
  const names = [...knownDatasets].filter(([, { classes }]) => classes !== null).map(([name]) => name);
  throw new UserError(`--dataset: one of ${names.join(', ')} is expected, not ${JSON.stringify(dataset)}`);
}
