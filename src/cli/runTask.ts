import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { submittedTask } from '../studies/submittedMeasure.ts';
import { sweepFiles } from '../studies/sweep/sweepFolder.ts';
import { sweepTask } from '../studies/sweep/sweepTask.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { say } from './say.ts';

/** Does one task of a sweep, or of a measuring job, whose folder holds its plan. */
export async function runTask(folder: string, index: number): Promise<void> {
  const job = existsSync(join(folder, sweepFiles.plan)) ? sweepTask : submittedTask;
  const task = { out: folder, index, workers: cpus() };
  await interruptible(async (signal) => {
    await job(task, { onNotice: say, signal });
    if (signal.aborted) process.exitCode = exitCodes.interrupted;
  });
}

/** What Slurm gives the task. */
function cpus(): number {
  const count = Number(process.env.SLURM_CPUS_PER_TASK);
  return Number.isInteger(count) && count > 0 ? count : 1;
}
