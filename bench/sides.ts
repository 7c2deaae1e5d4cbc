import type { ModelOptions } from '../src/models/spec/index.ts';
import type { Region } from '../src/sharpness/index.ts';

/** One step of SGD with momentum and weight decay: forward, backward, batch norm's statistics, update. */
export interface StepOptions {
  readonly model: ModelOptions;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly threads: number;
}

/** The gradient of the mean loss with regard to every parameter. */
export interface GradientOptions {
  readonly model: ModelOptions;
  readonly mode: 'evaluation' | 'training';
  readonly batchSize: number;
  readonly threads: number;
}

/** Every region at every radius, on one m-group of a checkpoint after the other; biases have T = 1. */
export interface PlanOptions {
  readonly model: ModelOptions;
  /** model.safetensors of the checkpoint. */
  readonly checkpoint: string;
  /** A safetensors file: `images`, [examples, channels, height, width], and `labels`. */
  readonly examples: string;
  readonly regions: readonly Region[];
  readonly radii: readonly number[];
  readonly eta: number;
  readonly m: number;
  readonly threads: number;
}

/** What both sides are asked to run. */
export type Case =
  | { readonly case: 'trainingStep'; readonly options: StepOptions }
  | { readonly case: 'forwardBackward'; readonly options: GradientOptions }
  | { readonly case: 'plan'; readonly options: PlanOptions };

/** One of the two that are compared. */
export interface Side {
  /** Runs a case some times and says how many milliseconds each took. The first call for a case also prepares it. */
  measure(what: Case, repetitions: number): Promise<readonly number[]>;
  stop(): void;
}

/** Both sides' allocator keeps the memory that it has: it makes both faster. */
export const ALLOCATOR: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '8589934592',
};

/** The median of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return (sorted[middle]! + sorted.at(-middle - 1)!) / 2;
}
