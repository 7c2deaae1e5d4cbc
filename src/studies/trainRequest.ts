import type { EngineName } from '../engine/description.ts';
import type { ModelOptions } from '../models/spec/index.ts';
import type { TrainingOptions } from '../training/types.ts';

/** One model to train, and the run folder that it becomes. */
export interface TrainRequest {
  /** The run folder; it appears when the run is complete. */
  readonly out: string;
  readonly dataDirectory: string;
  readonly dataset: { readonly name: string; readonly trainCount?: number; readonly testCount?: number };
  readonly model: ModelOptions;
  readonly training: TrainingOptions;
  readonly seed: number;
  readonly engine: EngineName;
  /** Replace a complete run in `out`. */
  readonly overwrite: boolean;
}
