import type { Divergence, HistoryRow, TrainedMetrics } from '../checkpoints/index.ts';

/** What is heard of a training on the way. */
export type TrainProgress =
  | {
      readonly kind: 'step';
      /** From 1. */
      readonly epoch: number;
      readonly epochs: number;
      /** Examples of this epoch that are done, of `total`. */
      readonly done: number;
      readonly total: number;
      /** Means over the examples of this epoch so far. */
      readonly loss: number;
      readonly accuracy: number;
      readonly imagesPerSecond: number;
      /** The share of time in which the next batch was not ready. */
      readonly waitingShare: number;
    }
  | {
      readonly kind: 'epoch';
      readonly epochs: number;
      readonly row: HistoryRow;
      readonly imagesPerSecond: number;
      readonly waitingShare: number;
    }
  /** An unfinished run goes on after this epoch. */
  | { readonly kind: 'resumed'; readonly epoch: number };

export type TrainOutcome =
  | { readonly kind: 'done'; readonly metrics: TrainedMetrics }
  | { readonly kind: 'diverged'; readonly divergence: Divergence }
  | { readonly kind: 'interrupted' };
