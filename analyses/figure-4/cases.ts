import type { ModelOptions } from '../../src/index.ts';
import type { TrainingRecipe } from '../../src/studies/recipe/index.ts';
import type { Scale } from '../trainings/options.ts';
import { type Case, inputOf, METHOD_TRAININGS } from '../trainings/planned.ts';

/** A tenth of the training set, and a small network: about half an hour on two cores. */
export const SCALE: Scale = { dataset: 'cifar-10', trainCount: 5000, testCount: 2000, epochs: 30, seeds: 2 };

export const NETWORK_TITLE = 'CNN 8-16-32, batch norm';

/** The highest one of the cosine; the paper's is 0.1, with batches four times as large. */
export const LEARNING_RATE = 0.05;

/** A curve of the figure: a kind of ASAM, and its radii. */
export interface Variant {
  readonly name: string;
  readonly title: string;
  readonly options: Pick<TrainingRecipe, 'p' | 'normalization' | 'bias'>;
  readonly radii: readonly number[];
}

const radiiOf2 = [0.05, 0.2, 0.5, 1, 2];
/** Where p is infinite, every parameter moves by rho T: far smaller radii reach as far. */
const radiiOfInfinity = [5e-4, 2e-3, 5e-3, 1e-2, 2e-2];

/** The paper's decision: element-wise, p = 2, without bias normalization. */
export const CHOSEN = 'element-2' satisfies string;

export const VARIANTS: readonly Variant[] = [
  {
    name: 'element-inf',
    title: 'element-wise, p = ∞',
    options: { p: 'inf', normalization: 'element', bias: 'constant' },
    radii: radiiOfInfinity,
  },
  {
    name: CHOSEN,
    title: 'element-wise, p = 2',
    options: { p: 2, normalization: 'element', bias: 'constant' },
    radii: radiiOf2,
  },
  {
    name: 'element-2-bias',
    title: 'element-wise, p = 2, biases normalized',
    options: { p: 2, normalization: 'element', bias: 'normalized' },
    radii: radiiOf2,
  },
  {
    name: 'filter-2',
    title: 'filter-wise, p = 2',
    options: { p: 2, normalization: 'filter', bias: 'constant' },
    radii: radiiOf2,
  },
];

export function modelOf(dataset: string): ModelOptions {
  return {
    architecture: 'cnn',
    channels: [8, 16, 32],
    batchNorm: true,
    dropoutRate: 0,
    ...inputOf(dataset),
  };
}

export const REFERENCE = 'sgd';

export function caseName({ name }: Pick<Variant, 'name'>, rho: number): string {
  return `${name}-rho-${rho}`;
}

/** SGD as the reference, then every variant at every radius. */
export function casesOf({ dataset }: Scale): Case[] {
  const model = modelOf(dataset);
  const learningRate = LEARNING_RATE;
  return [
    { name: REFERENCE, model, rounds: 2, training: { ...METHOD_TRAININGS.SGD.training, learningRate } },
    ...VARIANTS.flatMap((variant) =>
      variant.radii.map((rho) => ({
        name: caseName(variant, rho),
        model,
        rounds: 1 as const,
        training: { ...METHOD_TRAININGS.ASAM.training, ...variant.options, rho, learningRate },
      })),
    ),
  ];
}
