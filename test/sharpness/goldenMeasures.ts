import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { exactExamplesOf, type Model, type Weights } from '../../src/models/apply/index.ts';
import {
  type BiasPolicy,
  type GroupMeasures,
  type GroupValue,
  measureGroup,
  type Normalization,
  type NormOrder,
  type Region,
  type SharpnessPlan,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { expectClose, type Tolerance } from '../support/expectClose.ts';
import { type GoldenRow, goldenRun, goldenSharpness, mnistSlice } from '../support/goldenRuns.ts';

const golden = goldenSharpness();
const dataset = mnistSlice();

/** A plan of one-step sharpness, of everything else what the reference takes. */
export function oneStepPlan(
  regions: readonly Region[],
  precision: SharpnessPlan['precision'] = 'float32',
): SharpnessPlan {
  const ascent = { kind: 'one-step' } as const;
  return { regions, ascent, loss: 'cross-entropy', batchNorm: 'evaluation', perturb: ['*'], precision };
}

/** A region of all layers; biases have T = 1 and eta is the reference's, unless told. */
export function regionOf(
  p: NormOrder,
  normalization: Normalization,
  radii: readonly number[],
  more: Partial<Region> = {},
): Region {
  return { p, normalization, bias: 'constant', eta: golden.eta, layer: null, radii, ...more };
}

/** The values alone, [region][radius]. */
export function valuesOf({ values }: GroupMeasures): number[][] {
  return values.map((row) => row.map(({ value }) => value));
}

/** Measures m-groups of the golden sample, in order. */
export function measureGroups(
  engine: Engine,
  { network, weights }: { readonly network: Model; readonly weights: Weights },
  plan: SharpnessPlan,
  groups: readonly number[],
  seed = 0,
): GroupMeasures[] {
  const graphs = sharpnessGraphs(engine, { model: network, parameters: weights.parameters }, plan);
  const measures = groups.map((group) => {
    const indices = Array.from({ length: golden.m }, (_, k) => group * golden.m + k);
    const examples = exactExamplesOf(engine, dataset, dataset.train, indices);
    const measured = measureGroup({ engine, graphs, weights, examples, index: group, seed }, plan);
    tf.dispose(examples);
    return measured;
  });
  graphs.dispose();
  return measures;
}

/** What of a checkpoint is measured and compared. */
export interface Comparison {
  readonly checkpoint: string;
  readonly bias: BiasPolicy;
  readonly precision: SharpnessPlan['precision'];
  readonly groups: readonly number[];
  /** What a value, a mean over the groups, may be off: the larger of a share of it and a number. */
  readonly tolerance: Required<Tolerance>;
}

/** All groups of the golden sample: the reference keeps first-order terms as means over them only. */
export const allGroups: readonly number[] = Array.from(
  { length: golden.samples / golden.m },
  (_, group) => group,
);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The values of one region that are farther from the reference than they may be, in words. */
function outOfTolerance(
  row: GoldenRow,
  values: readonly (readonly GroupValue[])[],
  comparison: Comparison,
): string[] {
  const { relative, absolute } = comparison.tolerance;
  return golden.radii.flatMap((radius, k) => {
    const value = mean(values.map((group) => group[k]!.value));
    const expected = mean(comparison.groups.map((group) => row.groups[k]![group]!));
    if (Math.abs(value - expected) <= Math.max(relative * Math.abs(expected), absolute)) return [];
    return [`${row.normalization}, p ${row.p}, rho ${radius}: ${value} for ${expected}`];
  });
}

/**
 * The measures of a checkpoint are those of the independent reference, at p 2, 3 and infinity, every
 * normalization and radius.
 */
export function expectGolden(engine: Engine, comparison: Comparison): GroupMeasures[] {
  const { checkpoint, bias, precision, groups } = comparison;
  const { rows, group_losses } = golden.checkpoints[checkpoint]!;
  const chosen = rows.filter((row) => row.bias === bias);
  const regions = chosen.map(({ p, normalization }) => regionOf(p, normalization, golden.radii, { bias }));
  const measures = measureGroups(engine, goldenRun(checkpoint), oneStepPlan(regions, precision), groups);

  const wrong = chosen.flatMap((row, region) =>
    outOfTolerance(
      row,
      measures.map(({ values }) => values[region]!),
      comparison,
    ),
  );
  expect(wrong).toEqual([]);
  // one gradient serves all, so it is in double precision wherever the engine has that
  const isExact = engine.precisions.includes('float64');
  const losses = groups.map((group) => group_losses[group]!);
  expectClose(
    measures.map(({ loss }) => loss),
    losses,
    isExact ? { relative: 1e-12 } : { absolute: 1e-6 },
  );
  if (groups.length === allGroups.length) {
    const found = chosen.flatMap((_, region) =>
      golden.radii.map((_radius, k) => mean(measures.map(({ values }) => values[region]![k]!.firstOrder!))),
    );
    expectClose(
      found,
      chosen.flatMap(({ first_order }) => first_order),
      { relative: isExact ? 1e-12 : 1e-5 },
    );
  }
  return measures;
}
