import { permutation, randomStream } from '../../random/stream.ts';
import type { AugmentationOptions } from '../types.ts';

/** One pass over a split, cut into batches. */
export interface PassPlan {
  readonly split: 'train' | 'test';
  /** Every random choice follows from it, the seed and the place in the data alone. */
  readonly epoch: number;
  /** Examples a batch; the last one may have fewer. */
  readonly batchSize: number;
  readonly order: 'shuffled' | 'file';
  /** Null: images as for evaluation. */
  readonly augmentation: AugmentationOptions | null;
  readonly seed: number;
}

/** The examples of a pass, in the order in which they are taken. */
export function passOrder({ order, epoch, seed }: PassPlan, count: number): Uint32Array {
  if (order === 'file') return Uint32Array.from({ length: count }, (_, example) => example);
  return permutation(randomStream(seed, `order ${epoch}`), count);
}
