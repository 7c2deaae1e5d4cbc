import { join } from 'node:path';
import { queueState } from '../jobs/slurm/index.ts';
import {
  keepPlan,
  nameAt,
  type SweepStatus,
  sweepFiles,
  sweepStatus,
  taskNumbers,
} from '../studies/sweep/index.ts';
import { exitCodes } from './fail.ts';
import { plural, print, printJson, say } from './say.ts';
import { type JobAction, slurmOptionsOf } from './slurmFlags.ts';
import { cancel, nothingToSubmit, notInQueue, queueJson, queueText, submit } from './slurmJob.ts';
import type { PlannedSweep, SweepOptions } from './sweepOptions.ts';

/** Submits a sweep to Slurm, a task a run, or says how far it is there, or takes it back. */
export async function sweepOnSlurm(
  { plan, out }: PlannedSweep,
  options: SweepOptions,
  action: Exclude<JobAction, 'run'>,
): Promise<void> {
  const folder = join(out, sweepFiles.slurm);
  if (action === 'cancel') return cancel(folder, options);
  const status = await sweepStatus(plan, out);
  for (const { name, reason } of status.failed) say(`failed ${name}: ${reason}`);
  if (status.failed.length > 0) process.exitCode = exitCodes.someSkipped;
  if (action === 'status') return tellStatus(status, { folder, out }, options);
  keepPlan(out, plan);
  // what is in the queue is not submitted twice
  const left = status.left.map((index) => nameAt(plan.study, index));
  const indices = await notInQueue(taskNumbers(out, left), folder);
  if (indices.length === 0) {
    const why =
      status.left.length === 0
        ? `all ${runsBut(status)} are trained and measured: "measure sweep" without --on correlates them`
        : `all ${plural(status.left.length, 'run')} that are left are in the queue`;
    return nothingToSubmit(why, out, options);
  }
  await submit({ name: plan.study.name, out, folder, indices }, slurmOptionsOf(options), options);
}

function runsBut({ runs, failed }: SweepStatus): string {
  return failed.length === 0
    ? plural(runs, 'run')
    : `${plural(runs, 'run')} but ${failed.length} that failed`;
}

async function tellStatus(
  { runs, progress, failed, measured, left }: SweepStatus,
  { folder, out }: { readonly folder: string; readonly out: string },
  { json }: SweepOptions,
): Promise<void> {
  const queue = await queueState(folder);
  const { done, diverged, unfinished, missing } = progress;
  if (json) {
    printJson({
      out,
      runs,
      done: done.length,
      diverged: diverged.length,
      unfinished: unfinished.length,
      missing: missing.length,
      failed,
      measured: Object.fromEntries(measured),
      left: left.length,
      queue: queueJson(queue),
    });
    return;
  }
  print(
    `${plural(runs, 'run')}: ${done.length} done, ${diverged.length} diverged, ${unfinished.length} unfinished, ` +
      `${missing.length} missing${failed.length === 0 ? '' : `, ${failed.length} failed`}`,
  );
  for (const [name, count] of measured) print(`measured (${name}): ${count} of ${done.length}`);
  print(queueText(queue));
}
