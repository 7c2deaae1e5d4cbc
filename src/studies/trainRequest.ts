import type { RunConfig } from '../checkpoints/index.ts';
import type { EngineName } from '../engine/description.ts';
import type { ModelOptions } from '../models/spec/index.ts';
import type { TrainingRecipe } from './recipe/types.ts';

/** The examples of a run; labels are noisy in training only. */
export interface TrainDataset {
  readonly name: string;
  readonly trainCount?: number | undefined;
  readonly testCount?: number | undefined;
  /** The share of training labels that are replaced by another class, drawn uniformly. */
  readonly labelNoise: number;
  readonly labelNoiseSeed: number;
}

/** One model to train, and the run folder that it becomes. */
export interface TrainRequest {
  readonly out: string;
  readonly dataDirectory: string;
  readonly dataset: TrainDataset;
  readonly model: ModelOptions;
  readonly training: TrainingRecipe;
  readonly seed: number;
  /** What a study varies, by name; what is usually varied is kept in any case. */
  readonly hyperparameters?: RunConfig['hyperparameters'];
  readonly engine: EngineName;
  /** Threads within an operation; default: 1. Their number decides the last bits. */
  readonly threads?: number | undefined;
  /**
   * What becomes of a run that is in `out` already: an error; a complete or unfinished one is replaced; an unfinished
   * one is continued, and a complete one kept.
   */
  readonly existing: 'refuse' | 'overwrite' | 'resume';
  /** What happens where another process trains in `out`: an error (default), or this one waits for its end. */
  readonly whenBusy?: 'refuse' | 'wait' | undefined;
}
