import type { TrainingOptions } from './types.ts';

/**
 * The learning rate of an epoch, from 0. Cosine decay without restarts (Loshchilov and Hutter 2016) goes
 * from the first learning rate towards zero: alpha (1 + cos(pi epoch / epochs)) / 2.
 */
export function learningRateAt(epoch: number, { schedule, learningRate, epochs }: TrainingOptions): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'cosine':
      return (learningRate * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;
  }
}
