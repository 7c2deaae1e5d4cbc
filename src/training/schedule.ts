import type { Schedule } from './types.ts';

/** Where a training is. */
export interface Moment {
  /** From 0. */
  readonly epoch: number;
  /** Of `epochs` in all. */
  readonly epochs: number;
  /** The share of the epoch's steps that are done with this one, in (0, 1]. */
  readonly share: number;
}

/**
 * The learning rate of a step. During warm-up it grows in a straight line from 0, step by step; after it, it changes
 * with the epoch e: cosine decay without restarts (Loshchilov and Hutter 2016) is alpha (1 + cos(pi e / E)) / 2 with
 * e and E counted after the warm-up; step decay multiplies alpha by the factor at each milestone.
 */
export function learningRateAt({ epoch, epochs, share }: Moment, schedule: Schedule): number {
  const { learningRate, warmupEpochs } = schedule;
  if (epoch < warmupEpochs) return (learningRate * (epoch + share)) / warmupEpochs;
  switch (schedule.kind) {
    case 'constant':
      return learningRate;
    case 'cosine': {
      const angle = (Math.PI * (epoch - warmupEpochs)) / (epochs - warmupEpochs);
      return (learningRate * (1 + Math.cos(angle))) / 2;
    }
    case 'step': {
      const passed = schedule.milestones.filter((milestone) => milestone <= epoch).length;
      return learningRate * schedule.factor ** passed;
    }
  }
}
