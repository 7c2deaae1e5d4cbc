import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measure as measureAll } from '../../../src/studies/measure.ts';
import { measureTask } from '../../../src/studies/measureTask.ts';
import { nameAt } from '../../../src/studies/sweep/grid.ts';
import { measureFolderOf, runFolderOf } from '../../../src/studies/sweep/sweepFolder.ts';
import type { SweepPlan } from '../../../src/studies/sweep/sweepRequest.ts';
import { sweepStatus } from '../../../src/studies/sweep/sweepStatus.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { finishRun } from '../../support/sweep/finishRun.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();

function planOf(batchSizes: readonly number[]): SweepPlan {
  return tinyPlan(temporary.path, {
    grid: [`training.batchSize: [${batchSizes}]`],
    seeds: [0],
    measures: ['one-step: {samples: 16, rho: 0.1}'],
  });
}

/** How a run is measured. */
function requestFor(plan: SweepPlan, out: string, index: number) {
  const { study, dataDirectory } = plan;
  const [{ name: measureName, ...how }] = plan.measures as [SweepPlan['measures'][number]];
  const name = nameAt(study, index);
  return {
    ...{ ...how, folders: [join(out, 'runs')], only: [name] as const, dataDirectory, gap: study.gap },
    ...{ minTrainAccuracy: 0, out: measureFolderOf(out, measureName), workers: 1 },
  };
}

const ignore = (): undefined => undefined;

/** Measures a run as a task does. */
function measure(plan: SweepPlan, out: string, index: number, signal?: AbortSignal): Promise<void> {
  const request = requestFor(plan, out, index);
  return measureTask(request, request.only[0], { onProgress: ignore, onNotice: ignore, signal });
}

it('what tasks have measured is counted by run, also when the numbers of runs have changed', async () => {
  const out = join(temporary.path, 'out');
  const journals = (): string[] => readdirSync(join(out, 'measures', 'one-step', 'journal')).sort();
  const plan = planOf([16, 32]);
  expect(await sweepStatus(plan, out)).toMatchObject({
    runs: 2,
    left: [0, 1],
    progress: { missing: [0, 1] },
  });
  finishRun(plan, out, 0);
  finishRun(plan, out, 1);
  expect(await sweepStatus(plan, out)).toMatchObject({ left: [0, 1], progress: { done: [0, 1] } });

  // one that is stopped has begun a journal, which counts for nothing
  await measure(plan, out, 0, AbortSignal.abort());
  expect(journals()).toHaveLength(1);
  expect(await sweepStatus(plan, out)).toMatchObject({ measured: new Map([['one-step', 0]]), left: [0, 1] });

  await measure(plan, out, 0);
  const [journal] = journals();
  expect(journals()).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.jsonl$/)]);
  expect(await sweepStatus(plan, out)).toMatchObject({ measured: new Map([['one-step', 1]]), left: [1] });
  await measure(plan, out, 0);
  expect(journals()).toEqual([journal]);

  const grown = planOf([8, 16, 32]);
  finishRun(grown, out, 0);
  expect(await sweepStatus(grown, out)).toMatchObject({
    ...{ progress: { done: [0, 1, 2] }, measured: new Map([['one-step', 1]]), left: [0, 2] },
  });

  // what the command that collects has measured is not measured again
  await measureAll(requestFor(grown, out, 0), { onProgress: ignore, onNotice: ignore });
  expect(await sweepStatus(grown, out)).toMatchObject({ measured: new Map([['one-step', 2]]), left: [2] });
}, 180_000);

it('a run that is damaged, another, or a file in its place does not count as done', async () => {
  const out = join(temporary.path, 'not-done');
  const plan = planOf([8, 16, 32, 64]);
  const [cut, other] = [finishRun(plan, out, 0), finishRun(plan, out, 1)];
  truncateSync(join(cut, 'model.safetensors'), 4000);
  writeFileSync(join(other, 'config.json'), readFileSync(join(cut, 'config.json')));
  finishRun(plan, out, 2);
  writeFileSync(runFolderOf(out, nameAt(plan.study, 3)), '');
  const { progress, failed, measured, left } = await sweepStatus(plan, out);
  expect({ progress, measured, left }).toEqual({
    ...{ progress: { done: [2], diverged: [], unfinished: [], missing: [3] } },
    ...{ measured: new Map([['one-step', 0]]), left: [2, 3] },
  });
  expect(failed).toEqual([
    { name: 'batchSize=8_seed=0', reason: expect.stringMatching(/cut off or damaged; delete .* anew$/) },
    { name: 'batchSize=16_seed=0', reason: expect.stringMatching(/other options \(.*batchSize: 8 -> 16/) },
  ]);
});
