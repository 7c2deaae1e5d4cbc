import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, readCheckpoint, readRunFolder } from '../../src/checkpoints/index.ts';
import { goldenPath } from '../support/goldenRuns.ts';

/** What PyTorch says of one network: norms not squared, one a layer. */
export interface GoldenComplexity {
  readonly parameter_count: number;
  readonly frobenius: readonly number[];
  readonly spectral: readonly number[];
  readonly path_norm: number;
  /** Over all training examples. */
  readonly margin: number;
  readonly distances?: Record<'frobenius' | 'spectral', readonly number[]>;
  /** These and the next are of the first `samples` examples; not of the largest network. */
  readonly gradient_norm?: number;
  readonly fisher_rao_norm?: number;
  /** <v, H v> of each of the probes. */
  readonly quadratic_forms?: readonly number[];
  readonly top_eigenvalue?: number;
  readonly theorem_3?: readonly {
    readonly normalization: 'none' | 'element';
    readonly eta: number;
    readonly rho: number;
    readonly value: number;
  }[];
}

interface GoldenFile {
  readonly samples: number;
  /** The network that stands for the initial one, by name. */
  readonly initial: Readonly<Record<string, string>>;
  readonly checkpoints: Readonly<Record<string, GoldenComplexity>>;
}

/** fixtures/golden/complexity.json */
export const golden = JSON.parse(readFileSync(goldenPath('complexity.json'), 'utf8')) as GoldenFile;

/** A network of fixtures/golden/runs or fixtures/runs. */
export function fixtureCheckpoint(name: string): Checkpoint {
  const own = goldenPath('runs', name);
  const folder = existsSync(own) ? own : join(import.meta.dirname, '../../fixtures/runs', name);
  return readCheckpoint(readRunFolder(folder, name));
}
