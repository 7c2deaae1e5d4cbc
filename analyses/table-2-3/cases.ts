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

/** A tenth of the training set, and small networks: about an hour and a half on two cores. */
export const SCALE: Scale = { dataset: 'cifar-10', trainCount: 5000, testCount: 2000, epochs: 30, seeds: 5 };

export const NETWORKS = ['cnn-bn', 'cnn', 'resnet-8'] as const;
export type Network = (typeof NETWORKS)[number];

export const NETWORK_TITLES: Readonly<Record<Network, string>> = {
  'cnn-bn': 'CNN 16-32-64, batch norm',
  cnn: 'CNN 16-32-64, no batch norm',
  'resnet-8': 'ResNet-8',
};

/** Highest ones of the cosine, the same for all methods; the paper's is 0.1, with batches four times as large. */
export const LEARNING_RATES: Readonly<Record<Network, number>> = {
  'cnn-bn': 0.05,
  cnn: 0.025,
  'resnet-8': 0.05,
};

export function modelOf(network: Network, dataset: string): ModelOptions {
  const input = inputOf(dataset);
  const cnn = { architecture: 'cnn', channels: [16, 32, 64], dropoutRate: 0, ...input } as const;
  switch (network) {
    case 'cnn-bn':
      return { ...cnn, batchNorm: true };
    case 'cnn':
      return { ...cnn, batchNorm: false };
    case 'resnet-8':
      return { architecture: 'resnet', depth: 8, ...input };
  }
}

/** The case of a network and a method. */
export function caseName(network: Network, method: Method): string {
  return `${network}-${METHOD_KEYS[method]}`;
}

export function casesOf({ dataset }: Scale): Case[] {
  return NETWORKS.flatMap((network) =>
    METHODS.map((method) => ({
      name: caseName(network, method),
      model: modelOf(network, dataset),
      rounds: METHOD_TRAININGS[method].rounds,
      training: { ...METHOD_TRAININGS[method].training, learningRate: LEARNING_RATES[network] },
    })),
  );
}
