import { join } from 'node:path';
import { queueState } from '../jobs/slurm/index.ts';
import { type MeasureRequest, planTasks, submittedFolder, submittedStatus } from '../studies/index.ts';
import { plural, print, printJson } from './say.ts';
import { type JobAction, type SlurmFlags, slurmOptionsOf } from './slurmFlags.ts';
import { cancel, nothingToSubmit, notInQueue, queueJson, queueText, submit } from './slurmJob.ts';

/** Submits a measuring job to Slurm, a task a checkpoint, or says how far it is there, or takes it back. */
export async function measureOnSlurm(
  request: MeasureRequest,
  flags: SlurmFlags & { readonly json?: boolean | undefined },
  action: Exclude<JobAction, 'run'>,
): Promise<void> {
  const { out } = request;
  const folder = join(out, submittedFolder);
  if (action === 'cancel') return cancel(folder, flags);
  if (action === 'status') return tellStatus(request, folder, flags);
  planTasks(request);
  const { tasks, left } = await submittedStatus(request);
  const indices = await notInQueue(left, folder);
  if (indices.length > 0) {
    return submit({ name: 'measure', out, folder, indices }, slurmOptionsOf(flags), flags);
  }
  const why =
    left.length === 0
      ? `all ${plural(tasks, 'checkpoint')} are measured: the same command without --on correlates them`
      : `all ${plural(left.length, 'checkpoint')} that are left are in the queue`;
  nothingToSubmit(why, out, flags);
}

async function tellStatus(
  request: MeasureRequest,
  folder: string,
  { json }: { readonly json?: boolean | undefined },
): Promise<void> {
  const { tasks, left } = await submittedStatus(request);
  const queue = await queueState(folder);
  if (json) {
    printJson({
      out: request.out,
      checkpoints: tasks,
      measured: tasks - left.length,
      left: left.length,
      queue: queueJson(queue),
    });
    return;
  }
  print(`${plural(tasks, 'checkpoint')}: ${tasks - left.length} measured, ${left.length} left`);
  print(queueText(queue));
}
