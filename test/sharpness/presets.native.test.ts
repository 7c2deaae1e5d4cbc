import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { PlanOptions } from '../../src/cli/planOptions.ts';
import { planOf } from '../../src/cli/planOptions.ts';
import { type PresetName, presets } from '../../src/cli/presets.ts';
import { exactExamplesOf } from '../../src/models/apply/index.ts';
import {
  type LossName,
  measureGroup,
  type Normalization,
  type NormOrder,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { goldenPath, goldenRun, goldenSharpness, mnistSlice } from '../support/goldenRuns.ts';

interface Row {
  readonly preset: PresetName;
  readonly loss: LossName;
  readonly p: NormOrder;
  readonly normalization: Normalization;
  readonly rho: number;
  /** By group. */
  readonly groups: readonly number[];
  /** Where the public code projects to a tolerance of 1e-5. */
  readonly to_tolerance?: readonly number[];
}

interface Golden {
  readonly m: number;
  readonly checkpoints: Readonly<Record<string, readonly Row[]>>;
}

const golden = JSON.parse(readFileSync(goldenPath('presets.json'), 'utf8')) as Golden;
const dataset = mnistSlice();
const checkpoints = ['mnist-mlp', 'mnist-cnn', 'mnist-cnn-batch-norm'];

/** Nothing that a preset of these leaves open decides a value. */
const open: PlanOptions = {
  ...{ samples: 64, sampling: 'first', m: [1], p: [3], normalization: ['filter'], rho: [1e9], eta: 1e9 },
  ...{ bias: 'frozen', ascent: 'pgd', steps: 1, restarts: 1, momentum: 0, draws: 1, sigma: 'rho' },
  ...{ loss: 'margin', bn: 'evaluation', perturb: ['nothing'], augmentation: 'none' },
  ...{ precision: 'float64', seed: 0 },
};

/** What a preset, with some options beside it, computes of some groups: rows as in the reference. */
type Measure = (checkpoint: string, name: PresetName, more?: Partial<PlanOptions>) => Row[];

/** The groups of 32 that are measured; they take long but for the small network. */
function groupsOf(checkpoint: string): number[] {
  return checkpoint === 'mnist-mlp' ? [0, 1] : [1];
}

/** How far values are from those of the reference's rows, as the largest share of one. */
function farthest(
  found: readonly Row[],
  rows: readonly Row[],
  of: (row: Row) => readonly number[] = ({ groups }) => groups,
): number {
  expect(found.length).toBeGreaterThan(0);
  const shares = found.flatMap((one) => {
    const same = ({ preset, loss, p, normalization, rho }: Row): boolean =>
      preset === one.preset &&
      loss === one.loss &&
      p === one.p &&
      normalization === one.normalization &&
      rho === one.rho;
    const expected = of(rows.find(same)!);
    // where not all groups were measured, the last ones were
    const from = expected.length - one.groups.length;
    return one.groups.map((value, k) => Math.abs(value / expected[from + k]! - 1));
  });
  return Math.max(...shares);
}

await describeOn('native', (engine) => {
  const measure: Measure = (checkpoint, name, more = {}) => {
    const options = { ...open, ...presets[name], ...more };
    const plan = planOf(options, 'native').sharpness;
    const { network, weights } = goldenRun(checkpoint);
    const graphs = sharpnessGraphs(engine, { model: network, parameters: weights.parameters }, plan);
    const m = options.m[0]!;
    const groups = groupsOf(checkpoint).map((group) => {
      const indices = Array.from({ length: m }, (_, k) => group * m + k);
      const examples = exactExamplesOf(engine, dataset, dataset.train, indices);
      const { values } = measureGroup({ engine, graphs, weights, examples, index: group, seed: 0 }, plan);
      tf.dispose(examples);
      return values;
    });
    graphs.dispose();
    return plan.regions.flatMap(({ p, normalization, radii }, i) =>
      radii.map((rho, j) => ({
        ...{ preset: name, loss: plan.loss, p, normalization, rho },
        groups: groups.map((values) => values[i]![j]!.value),
      })),
    );
  };
  const { m } = golden;

  describe.each(checkpoints)('%s', (checkpoint) => {
    const rows = golden.checkpoints[checkpoint]!;

    test('asam-paper', () => {
      const { rows: paper } = goldenSharpness().checkpoints[checkpoint]!;
      const expected = paper
        .filter(({ bias }) => bias === 'constant')
        .flatMap(({ p, normalization, groups }) =>
          groups.map(
            (values, k): Row => ({
              ...{ preset: 'asam-paper', loss: 'cross-entropy', p, normalization },
              ...{ rho: goldenSharpness().radii[k]!, groups: values.slice(0, 2) },
            }),
          ),
        );
      const found = measure(checkpoint, 'asam-paper');
      expect(found).toHaveLength(4 * 12);
      expect(farthest(found, expected)).toBeLessThan(1e-9);
    });

    test.each(['samsung', 'davda54'] as const)('%s', (name) => {
      const found = measure(checkpoint, name, { m: [m] });
      expect(farthest(found, rows)).toBeLessThan(1e-9);
    });

    describe.each(['cross-entropy', 'normalized-logits'] as const)('epfl, %s', (loss) => {
      test('p = inf', () => {
        const found = measure(checkpoint, 'epfl', { m: [m], loss });
        expect(farthest(found, rows)).toBeLessThan(1e-9);
      });

      test('p = 2', () => {
        const found = measure(checkpoint, 'epfl', { m: [m], loss, p: [2], rho: [0.05, 0.5, 2] });
        expect(farthest(found, rows)).toBeLessThan(1e-9);
        // where the projection ends within 1e-5 of the radius, as in the public code
        expect(farthest(found, rows, ({ groups, to_tolerance }) => to_tolerance ?? groups)).toBeLessThan(
          1e-3,
        );
      });
    });
  });
});
