import type { Divergence, HistoryRow, TrainedMetrics } from '../checkpoints/index.ts';
import type { SavedState, StoredWeights } from './trainingState.ts';

/** The best epoch so far, by test accuracy; the first of equals. */
export interface BestEpoch {
  readonly epoch: number;
  readonly accuracy: number;
  readonly topFive: number | null;
}

/** What a training goes on from besides its tensors: plain data. */
export interface TrainingProgress {
  readonly history: readonly HistoryRow[];
  readonly best: BestEpoch;
}

/** The progress of a training that has not begun. */
export const nothingYet: TrainingProgress = {
  history: [],
  best: { epoch: 0, accuracy: -1, topFive: null },
};

/** A training after some epochs. */
export interface SavedTraining {
  readonly progress: TrainingProgress;
  readonly state: SavedState;
}

/** What happens in a training, in order. */
export type TrainingEvent =
  | {
      readonly kind: 'step';
      /** From 1. */
      readonly epoch: number;
      /** Examples of this epoch that are done. */
      readonly done: number;
      /** Means over them. */
      readonly loss: number;
      readonly accuracy: number;
      readonly seconds: number;
      /** The part of these seconds in which no batch was ready. */
      readonly waiting: number;
    }
  | {
      readonly kind: 'epoch';
      readonly row: HistoryRow;
      readonly isBest: boolean;
      /** Of the epoch's training. */
      readonly imagesPerSecond: number;
      readonly waitingShare: number;
      /** Copies of the tensors as they are now. */
      readonly model: () => StoredWeights;
      readonly save: () => SavedTraining;
    };

export type TrainingEnd =
  | ({
      readonly kind: 'trained';
      readonly metrics: TrainedMetrics;
      readonly history: readonly HistoryRow[];
    } & StoredWeights)
  | { readonly kind: 'diverged'; readonly divergence: Divergence; readonly history: readonly HistoryRow[] };
