import { readRunFolder } from '../../src/checkpoints/index.ts';
import type { Ascent, GroupMeasures, GroupValue } from '../../src/sharpness/types.ts';
import { summarizeGroups } from '../../src/studies/groupSummary.ts';
import { type Candidate, groupKeys } from '../../src/studies/measurePieces.ts';
import { groupRanges, type MeasurePlan } from '../../src/studies/measurePlan.ts';
import { goldenPath } from '../support/goldenRuns.ts';

/** A plan of two radii. */
export function planWith(ascent: Ascent, groupSizes: readonly number[], samples: number): MeasurePlan {
  return {
    sharpness: {
      regions: [{ p: 2, normalization: 'none', bias: 'constant', eta: 0.01, layer: null, radii: [0.1, 0.5] }],
      ascent,
      loss: 'cross-entropy',
      batchNorm: 'evaluation',
      perturb: ['*'],
      precision: 'float32',
    },
    layerwise: false,
    groupSizes,
    samples,
    sampling: 'first',
    augmentation: 'none',
    seed: 0,
    engine: 'cpu',
    savePerturbations: false,
    curve: false,
  };
}

/** A real network, with as many groups as the plan asks for. */
export function candidateOf({ groupSizes, samples }: MeasurePlan): Candidate {
  const sizes = groupSizes.map((m) => ({ m, groups: Math.floor((samples as number) / m), dropped: 0 }));
  const dataset = { dataDirectory: '', name: 'mnist' };
  const run = readRunFolder(goldenPath('runs/mnist-mlp'), 'run');
  return { run, dataset, fingerprint: 'f', sizes, testCount: 10, fromFolders: false };
}

/** The journal of a run: `groupValue` says what a group measures at a radius. */
export function resultsOf(
  candidate: Candidate,
  plan: MeasurePlan,
  groupValue: (group: number, m: number, radius: number) => GroupValue,
): ReadonlyMap<string, unknown> {
  const measures = (group: number, m: number): GroupMeasures => ({
    loss: 0,
    values: plan.sharpness.regions.map(({ radii }) => radii.map((radius) => groupValue(group, m, radius))),
  });
  return new Map(
    candidate.sizes.flatMap((size) => {
      const keys = groupKeys(candidate, size, plan);
      return groupRanges(plan, size.m, size.groups).map(({ first, count }, k): [string, unknown] => [
        keys[k]!,
        summarizeGroups(Array.from({ length: count }, (_, i) => measures(first + i, size.m))),
      ]);
    }),
  );
}
