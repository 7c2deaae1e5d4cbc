import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint, readRunFolder } from '../../src/checkpoints/index.ts';
import { readDataset } from '../../src/data/index.ts';
import { type Model, model, toTensors, type Weights } from '../../src/models/apply/index.ts';
import type { BiasPolicy, Normalization, NormOrder } from '../../src/sharpness/index.ts';
import { inMemory, type MemoryDataset } from './inMemory.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

/** A file of fixtures/golden: what PyTorch says. */
export function goldenPath(...parts: string[]): string {
  return join(fixtures, 'golden', ...parts);
}

/** A network of fixtures/golden/runs in the running engine. */
export function goldenRun(name: string): { readonly network: Model; readonly weights: Weights } {
  const checkpoint = readCheckpoint(readRunFolder(goldenPath('runs', name), name));
  const weights = { parameters: toTensors(checkpoint.parameters), buffers: toTensors(checkpoint.buffers) };
  return { network: model(checkpoint.spec.options), weights };
}

/** The slice of MNIST that the golden measures are of. */
export function mnistSlice(): MemoryDataset {
  return slice;
}

const slice = inMemory(await readDataset({ dataDirectory: join(fixtures, 'data'), name: 'mnist' }));

/** One-step m-sharpness in double precision, radius by radius. */
export interface GoldenRow {
  readonly bias: BiasPolicy;
  readonly normalization: Normalization;
  readonly p: NormOrder;
  /** The mean over groups. */
  readonly value: readonly number[];
  readonly first_order: readonly number[];
  /** [radius][group] */
  readonly groups: readonly (readonly number[])[];
}

export interface GoldenMeasures {
  readonly train_loss: number;
  readonly test_loss: number;
  readonly train_accuracy: number;
  readonly test_accuracy: number;
  readonly group_losses: readonly number[];
  readonly rows: readonly GoldenRow[];
}

export interface GoldenSharpness {
  readonly samples: number;
  readonly m: number;
  readonly eta: number;
  readonly radii: readonly number[];
  readonly checkpoints: Readonly<Record<string, GoldenMeasures>>;
}

/** fixtures/golden/sharpness.json */
export function goldenSharpness(): GoldenSharpness {
  return JSON.parse(readFileSync(goldenPath('sharpness.json'), 'utf8')) as GoldenSharpness;
}
