import type { ModelOptions } from '../src/models/spec/index.ts';

/** A training step: SGD with momentum and weight decay, batch norm's statistics by the first pass only. */
export interface StepOptions {
  readonly model: ModelOptions;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** ASAM: two passes, element-wise, p = 2. Null: SGD. */
  readonly asam: { readonly radius: number; readonly eta: number } | null;
  readonly threads: number;
}

/** The gradient of the mean loss with regard to every parameter. */
export interface GradientOptions {
  readonly model: ModelOptions;
  readonly mode: 'evaluation' | 'training';
  readonly batchSize: number;
  readonly threads: number;
}

/** What both sides are asked to repeat. */
export type Case =
  | { readonly case: 'trainingStep'; readonly options: StepOptions }
  | { readonly case: 'forwardBackward'; readonly options: GradientOptions };

/** One of those that are compared. */
export interface Side {
  /** Runs a case some times and says how many milliseconds each took. The first call for a case also prepares it. */
  measure(what: Case, repetitions: number): Promise<readonly number[]>;
  stop(): void;
}
