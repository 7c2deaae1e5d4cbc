import { join } from 'node:path';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import { readDataset } from '../../src/data/index.ts';
import { runTasks } from '../../src/jobs/index.ts';
import type { Ascent, SharpnessPlan } from '../../src/sharpness/types.ts';
import { datasetFingerprint, runFingerprint } from '../../src/studies/fingerprint.ts';
import type { MeasurePlan } from '../../src/studies/measurePlan.ts';
import type { GroupsResult, GroupsTask, Subject } from '../../src/studies/workerTasks.ts';
import { workerUrl } from '../../src/studies/workerUrl.ts';
import { MNIST } from '../datasets.ts';
import { inFolder } from '../folder.ts';
import { writeFreshCheckpoint } from '../freshCheckpoint.ts';
import { wideResnet } from '../networks.ts';
import { fourRegions } from '../regions.ts';

/** Prints, as JSON, how many seconds one worker takes for an m-group of a wide residual network 28-2, by plan. */

const RADII = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];
const M = 8;
/** Timed, after one that loads and traces. */
const GROUPS = 4;

function sharpness(ascent: Ascent, radii: readonly number[]): SharpnessPlan {
  return {
    regions: fourRegions({ bias: 'constant', eta: 0.01 }, () => radii),
    ascent,
    loss: 'cross-entropy',
    batchNorm: 'evaluation',
    perturb: ['*'],
    precision: 'float32',
  };
}

const PLANS: readonly (readonly [string, SharpnessPlan])[] = [
  ['one-step, 4 measures at 12 radii', sharpness({ kind: 'one-step' }, RADII)],
  [
    'Auto-PGD of 20 steps, 4 measures at 1 radius',
    sharpness({ kind: 'apgd', steps: 20, restarts: 1 }, [0.05]),
  ],
];

/** A checkpoint in a folder that is not there yet. */
async function freshSubject(folder: string): Promise<Subject> {
  const dataset = await readDataset(MNIST);
  writeFreshCheckpoint(folder, wideResnet(28, 2, [...dataset.shape]), MNIST.name);
  const run = readRunFolder(folder, 'run');
  return { run, dataset: MNIST, fingerprint: runFingerprint(run, datasetFingerprint(dataset)) };
}

function taskOf(subject: Subject, plan: SharpnessPlan, first: number): GroupsTask {
  const whole: MeasurePlan = {
    sharpness: plan,
    layerwise: false,
    groupSizes: [M],
    samples: 'all',
    sampling: 'first',
    augmentation: 'none',
    seed: 0,
    engine: 'native',
    savePerturbations: false,
    curve: false,
  };
  const range = { m: M, first, count: 1 };
  return { method: 'groups', argument: { subject, plan: whole, range, perturbations: '' } };
}

/** The fastest group. */
async function secondsAGroup(subject: Subject, plan: SharpnessPlan): Promise<number> {
  const ends: number[] = [];
  await runTasks<GroupsTask, GroupsResult>({
    workerUrl,
    workers: 1,
    tasks: Array.from({ length: GROUPS + 1 }, (_, first) => taskOf(subject, plan, first)),
    onOutcome: (outcome) => {
      if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
      ends.push(performance.now() / 1000);
    },
  });
  return Math.min(...ends.slice(1).map((end, k) => end - ends[k]!));
}

await inFolder(async (folder) => {
  const subject = await freshSubject(join(folder, 'run'));
  const speeds: Record<string, number> = {};
  for (const [name, plan] of PLANS) speeds[name] = await secondsAGroup(subject, plan);
  console.log(JSON.stringify(speeds));
});
