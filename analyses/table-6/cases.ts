import type { ModelOptions } from '../../src/index.ts';
import type { Scale } from '../trainings/options.ts';
import {
  type Case,
  inputOf,
  METHOD_KEYS,
  METHOD_TRAININGS,
  METHODS,
  type Method,
} from '../trainings/planned.ts';

/** A tenth of the training set, and a small network: about half an hour on two cores. */
export const SCALE: Scale = { dataset: 'cifar-10', trainCount: 5000, testCount: 2000, epochs: 30, seeds: 3 };

/** In percent, as in the paper. */
export const NOISE_RATES = [0, 20, 40, 60, 80] as const;
export type NoiseRate = (typeof NOISE_RATES)[number];

/** The highest one of the cosine; the paper's is 0.1, with batches four times as large. */
export const LEARNING_RATE = 0.05;

export const NETWORK_TITLE = 'CNN 8-16-32, batch norm';

export function modelOf(dataset: string): ModelOptions {
  return {
    architecture: 'cnn',
    channels: [8, 16, 32],
    batchNorm: true,
    dropoutRate: 0,
    ...inputOf(dataset),
  };
}

/** The case of a noise rate and a method. */
export function caseName(noise: NoiseRate, method: Method): string {
  return `noise-${noise}-${METHOD_KEYS[method]}`;
}

export function casesOf({ dataset }: Scale): Case[] {
  return NOISE_RATES.flatMap((noise) =>
    METHODS.map((method) => ({
      name: caseName(noise, method),
      model: modelOf(dataset),
      rounds: METHOD_TRAININGS[method].rounds,
      training: { ...METHOD_TRAININGS[method].training, learningRate: LEARNING_RATE },
      labelNoise: noise / 100,
    })),
  );
}
