import type { HostTensor, ModelSpec } from '../models/spec/types.ts';

export type { HostTensor };

/** `config.json` of a run folder (`adaptive-sharpness/run/1`). */
export interface RunConfig {
  readonly schema: 'adaptive-sharpness/run/1';
  readonly model: ModelSpec['options'];
  readonly dataset?: {
    readonly name: string;
    readonly trainCount?: number | undefined;
    readonly testCount?: number | undefined;
    readonly labelNoise?: number | undefined;
    readonly labelNoiseSeed?: number | undefined;
  };
  readonly hyperparameters?: Readonly<Record<string, number | string | boolean>>;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
}

/** A run folder that was found, validated against its specification, but whose tensors are not in memory. */
export interface RunFolder {
  /** Path as found. */
  readonly folder: string;
  /** The name in the tables: the path relative to the folder that was searched, `/` between parts. */
  readonly checkpoint: string;
  readonly config: RunConfig;
  readonly spec: ModelSpec;
}

/** A checkpoint in memory. Tensors are in PyTorch's layout, by name, in the order of the specification. */
export interface Checkpoint extends RunFolder {
  readonly parameters: ReadonlyMap<string, HostTensor>;
  readonly buffers: ReadonlyMap<string, HostTensor>;
}

/** Why a folder is not measured: one line for the researcher. */
export interface SkippedRun {
  readonly folder: string;
  readonly reason: string;
}

/** metrics.json: over all examples, in evaluation mode. A loss that is not finite is written as null. */
export interface RunMetrics {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

/** metrics.json of a run that was trained here: what else is known of it. */
export interface TrainedMetrics extends RunMetrics {
  /** The largest test accuracy after any epoch, and the first epoch, from 1, that had it. */
  readonly bestTestAccuracy: number;
  readonly bestEpoch: number;
  /** Shares of test examples whose label is among the five largest logits; null with fewer than six classes. */
  readonly testTopFive: number | null;
  readonly bestTestTopFive: number | null;
}

/** diverged.json: why a training has no model. */
export interface Divergence {
  /** One line. */
  readonly reason: string;
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1; null: seen when it was over. */
  readonly step: number | null;
}

/** What metrics.json holds: a loss that was not finite is null. */
export type StoredMetrics = { readonly [name in keyof RunMetrics]: number | null };
