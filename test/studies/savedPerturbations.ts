import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { model } from '../../src/models/apply/index.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import { type Region, type SharpnessPlan, sharpnessGraphs } from '../../src/sharpness/index.ts';
import type { SavedPerturbation } from '../../src/studies/groupSummary.ts';
import { measureAndSave } from '../../src/studies/perturbationFiles.ts';
import {
  examplesOn,
  options,
  parameterNames,
  referenceLosses,
  region,
  stored,
  weightsOn,
} from '../sharpness/smallNetwork.ts';

const folder = mkdtempSync(join(tmpdir(), 'perturbations-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every normalization and bias policy, in both balls that iterative ascents know. */
export const manyRegions: readonly Region[] = ([2, 'inf'] as const).flatMap((p) =>
  (['none', 'element', 'filter'] as const).flatMap((normalization) =>
    (['constant', 'normalized', 'frozen'] as const).map((bias) =>
      region({ p, normalization, bias, radii: p === 2 ? [1e-4, 0.3] : [1e-3, 0.05] }),
    ),
  ),
);

export interface OnDisk {
  readonly saved: SavedPerturbation;
  readonly region: Region;
  readonly rho: number;
  readonly epsilon: ReadonlyMap<string, Float64Array>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Measures the small network's group and reads back what was saved. */
export function measureAndRead(engine: Engine, plan: SharpnessPlan): OnDisk[] {
  const graphs = sharpnessGraphs(
    engine,
    { model: model({ ...options, dropoutRate: 0 }), parameters: weightsOn().parameters },
    plan,
  );
  const run = {
    ...{ folder, checkpoint: 'a b/../ü', spec: modelSpec(options) },
    config: { schema: 'adaptive-sharpness/run/1', model: options } as const,
  };
  const { perturbations = [] } = measureAndSave(
    { engine, graphs, weights: weightsOn(), examples: examplesOn(engine), index: 3, seed: 0 },
    plan,
    {
      folder,
      subject: { run, dataset: { dataDirectory: '', name: '' }, fingerprint: '0123456789abcdef' },
      examples: Uint32Array.of(8, 9, 30, 2, 4),
    },
  );
  graphs.dispose();
  return perturbations.map((saved): OnDisk => {
    const of = plan.regions[saved.region]!;
    return { saved, region: of, rho: of.radii[saved.radius]!, ...readDoubles(join(folder, saved.file)) };
  });
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** Reads a safetensors file of doubles, without the project's reader. */
function readDoubles(path: string): Pick<OnDisk, 'epsilon' | 'metadata'> {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const { __metadata__, ...header } = JSON.parse(bytes.toString('utf8', 8, start)) as Header & {
    __metadata__: Record<string, string>;
  };
  const epsilon = Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      expect({ name, dtype, shape }).toEqual({ name, dtype: 'F64', shape: stored.get(name)!.shape });
      const data = bytes.subarray(start + begin, start + end);
      return [
        name,
        Float64Array.from({ length: data.length / 8 }, (_, k) => data.readDoubleLE(8 * k)),
      ] as const;
    },
  );
  return { epsilon: new Map(epsilon), metadata: __metadata__ };
}

/** The diagonal of T_w once more, from the stored layout: a filter is a run of numbers there. */
function diagonal(name: string, { normalization, bias, eta }: Region): number[] {
  const { shape, data } = stored.get(name)!;
  const isWeight = name.endsWith('.weight');
  if (normalization === 'none' || (!isWeight && bias === 'constant')) return [...data].map(() => 1);
  if (normalization === 'element' || shape.length < 4) return [...data].map((w) => Math.abs(w) + eta);
  const size = data.length / shape[0]!;
  return [...data].map((_, k) => {
    const filter = data.slice(k - (k % size), k - (k % size) + size);
    return Math.hypot(...filter) + eta;
  });
}

/** ||T_w^-1 epsilon||_p / rho */
export function relativeNorm({ epsilon, region: of, rho }: OnDisk): number {
  const z = [...epsilon].flatMap(([name, values]) => {
    const T = diagonal(name, of);
    return [...values].map((e, k) => Math.abs(e / T[k]!));
  });
  const { p } = of;
  if (p === 'inf') return Math.max(...z) / rho;
  const most = Math.max(...z);
  return (most * z.reduce((sum, one) => sum + (one / most) ** p, 0) ** (1 / p)) / rho;
}

/** L(w + epsilon) - L(w) from the file alone. */
export function rise({ epsilon }: OnDisk, plan: SharpnessPlan): number {
  const moved = [...epsilon].map(([name, values]) => {
    const { shape, data } = stored.get(name)!;
    return [name, { shape, data: values.map((e, k) => data[k]! + e) }] as const;
  });
  const [before, after] = [stored, new Map([...stored, ...moved])].map((weights) =>
    referenceLosses(plan, weights),
  );
  return after!.reduce((sum, loss, k) => sum + loss - before![k]!, 0) / after!.length;
}

/** The parameters that a region perturbs. */
export function perturbedNames({ bias }: Region): string[] {
  return parameterNames.filter((name) => name.endsWith('.weight') || bias !== 'frozen');
}
