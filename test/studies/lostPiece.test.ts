import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import { readDataset } from '../../src/data/index.ts';
import { runTasks } from '../../src/jobs/index.ts';
import { datasetFingerprint, runFingerprint } from '../../src/studies/fingerprint.ts';
import type { GroupSummary } from '../../src/studies/groupSummary.ts';
import { failureReason, lostNotice, restOf } from '../../src/studies/lostPiece.ts';
import type { Piece } from '../../src/studies/measurePieces.ts';
import type { MeasurePlan } from '../../src/studies/measurePlan.ts';
import { workerUrl } from '../../src/studies/workerUrl.ts';
import { blocks } from '../docs/pages.ts';
import { goldenPath } from '../support/goldenRuns.ts';

const dataset = { dataDirectory: join(import.meta.dirname, '../../fixtures/data'), name: 'mnist' };
const run = readRunFolder(goldenPath('runs/mnist-mlp'), 'mnist-mlp');
const fingerprint = runFingerprint(run, datasetFingerprint(await readDataset(dataset)));
const region = {
  p: 2,
  normalization: 'element',
  bias: 'constant',
  eta: 0.01,
  layer: null,
  radii: [0.05, 0.5],
} as const;
const plan: MeasurePlan = {
  sharpness: {
    regions: [region, { ...region, p: 'inf', normalization: 'none', radii: [1e-3, 1e-2] }],
    ascent: { kind: 'average-gaussian', draws: 3, sigma: 'rho' },
    loss: 'cross-entropy',
    batchNorm: 'evaluation',
    perturb: ['*'],
    precision: 'float32',
  },
  layerwise: false,
  groupSizes: [8],
  samples: 64,
  sampling: 'first',
  augmentation: 'none',
  seed: 0,
  engine: 'wasm',
  savePerturbations: false,
  curve: false,
};
const subject = { run, dataset, fingerprint };
const piece: Piece = {
  method: 'groups',
  argument: { subject, plan, range: { m: 8, first: 2, count: 4 }, perturbations: '' },
  key: 'groups 2-5',
  checkpoint: 'mnist-mlp',
};
const evaluation: Piece = {
  method: 'evaluate',
  argument: { subject, engine: 'wasm' },
  key: 'evaluation',
  checkpoint: 'mnist-mlp',
};
const killed = { name: 'WorkerCrash', message: 'the worker was killed', detail: '' };

/** What a real worker tells of a piece, and what it comes to. */
async function measured(given: Piece): Promise<{ told: GroupSummary[]; result: unknown }> {
  const told: GroupSummary[] = [];
  const [outcome] = await runTasks<Piece, unknown>({
    workerUrl,
    workers: 1,
    tasks: [given],
    onProgress: (_piece, summary) => told.push(summary as GroupSummary),
    onOutcome: () => undefined,
  });
  return { told, result: outcome?.kind === 'done' ? outcome.result : outcome };
}

test('only the groups that a lost worker had not measured are measured again, and all add up to the same bits', async () => {
  const whole = await measured(piece);
  expect(whole.told.map(({ groups }) => groups)).toEqual([1, 2, 3, 4]);
  expect(whole.result).toEqual(whole.told[3]);
  for (const done of [1, 3, 4]) {
    const rest = await measured(restOf(piece, whole.told[done - 1])!);
    expect(rest.told).toEqual(whole.told.slice(done));
    expect(rest.result).toEqual(whole.result);
  }
});

test('nothing is left out of a piece whose worker told nothing, or nothing new, or measures no groups', () => {
  expect(restOf(piece, undefined)).toBeUndefined();
  expect(restOf(evaluation, { groups: 1, values: [] })).toBeUndefined();
  const rest = restOf(piece, { groups: 2, values: [] })!;
  expect(restOf(rest, { groups: 2, values: [] })).toBeUndefined();
  expect(restOf(rest, { groups: 3, values: [] })).toBeDefined();
});

test('what is said of a lost piece names its checkpoint and the group that it was at', () => {
  const rest = restOf(piece, { groups: 1, values: [] })!;
  expect(lostNotice(rest, killed)).toBe(
    'a worker was lost while it measured mnist-mlp, group 3 of m = 8 (the worker was killed); a new one goes on from there',
  );
  const [shown] = blocks('text', 'docs/engines.md');
  const shape = (notice: string): string =>
    notice.replace(/measured \S+, group \d+/, '').replace(/\(.*\)/, '');
  expect(shape(shown!.text)).toBe(shape(`measure: warning: ${lostNotice(rest, killed)}\n`));
  expect(lostNotice(evaluation, killed)).toContain('mnist-mlp, losses and accuracies (');
  expect(failureReason(piece, killed)).toBe('group 2 of m = 8 cost two workers: the worker was killed');
  expect(failureReason(restOf(piece, { groups: 4, values: [] })!, killed)).toContain('group 5 of m = 8');
  expect(failureReason(piece, { ...killed, name: 'UserError', message: 'a: is gone' })).toBe('a: is gone');
});
