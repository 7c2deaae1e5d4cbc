import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measure } from '../../src/studies/measure.ts';
import type { MeasureRequest } from '../../src/studies/measureRequest.ts';
import { planTasks, submittedStatus } from '../../src/studies/submittedMeasure.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from '../checkpoints/temporaryFolder.ts';
import { copyRuns } from '../cli/smallRuns.ts';
import { tinyPlan } from '../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();

type Job = { readonly request: MeasureRequest };

/** A job that measures a checkpoint or two as a study does. */
function requestFor(samples: number): MeasureRequest {
  const plan = tinyPlan(temporary.path, { measures: [`one: {samples: ${samples}, rho: 0.1}`] });
  const { dataDirectory, measures } = plan;
  const folders = [join(temporary.path, 'runs')];
  const out = join(temporary.path, 'out');
  return { ...measures[0]!, folders, dataDirectory, gap: 'loss', minTrainAccuracy: 0, out, workers: 1 };
}

it('tasks are counted for the options that they have', async () => {
  copyRuns(join(temporary.path, 'runs'), ['mnist-mlp']);
  planTasks(requestFor(16));
  expect(await submittedStatus(requestFor(16))).toEqual({ tasks: 1, left: [0] });
  await expect(submittedStatus(requestFor(32))).rejects.toThrow(
    /out: holds tasks with other options \(plan\.samples: 16 -> 32\); choose another folder$/,
  );
});

it('what the command that collects has measured is left to no task', async () => {
  await measure(requestFor(16), { onProgress: () => undefined, onNotice: () => undefined });
  expect(await submittedStatus(requestFor(16))).toEqual({ tasks: 1, left: [] });
}, 180_000);

it.each<[string, (job: Job) => object, RegExp]>([
  ['no request', () => ({ request: undefined }), /"request": invalid input/],
  ['no folders', ({ request }) => ({ request: { ...request, folders: null } }), /"request\.folders"/],
  [
    'a plan without regions',
    ({ request }) => ({ request: { ...request, plan: { ...request.plan, sharpness: {} } } }),
    /"request\.plan\.sharpness\.regions"/,
  ],
  ['checkpoints of numbers', () => ({ checkpoints: [1] }), /"checkpoints\.0"/],
  ['another schema', () => ({ schema: 'x' }), /"schema": adaptive-sharpness\/measure-tasks\/1 is expected/],
])('a plan of tasks that was changed to have %s is said in a line', async (name, change, why) => {
  const request = { ...requestFor(16), out: join(temporary.path, name) };
  planTasks(request);
  const path = join(request.out, 'slurm', 'measure.json');
  const job: Job = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...job, ...change(job) }));
  await expect(submittedStatus(request)).rejects.toThrow(UserError);
  await expect(submittedStatus(request)).rejects.toThrow(why);
  await expect(submittedStatus(request)).rejects.toThrow(
    /is no plan of tasks \(.*\); delete it to write it anew$/,
  );
});
