import { resolve } from 'node:path';
import {
  type ArrayJob,
  cancelArrays,
  type QueueState,
  queueState,
  type SlurmOptions,
  submitArray,
} from '../jobs/slurm/index.ts';
import { UserError } from '../userError.ts';
import { plural, printJson, say } from './say.ts';

/** Jobs of this command as job arrays: what `measure sweep` and `measure run` share. */

/** The job whose task k is `measure task <folder> k`. */
interface SlurmJob extends Pick<ArrayJob, 'name' | 'indices'> {
  /** The folder that holds the plan. */
  readonly out: string;
  /** Where the scripts and logs go. */
  readonly folder: string;
}

/** What is said of a job beside how it is submitted. */
interface Told {
  readonly json?: boolean | undefined;
}

/** Submits tasks that are left, and says so. */
export async function submit(
  { out, ...job }: SlurmJob,
  options: SlurmOptions,
  { json }: Told,
): Promise<void> {
  const program = [process.execPath, ...process.execArgv, resolve(process.argv[1]!)];
  const arrays = await submitArray({ ...job, command: [...program, 'task', resolve(out)] }, options);
  const ids = arrays.map(({ job: id }) => id);
  const tasks = job.indices.length;
  say(
    `submitted ${plural(tasks, 'task')} as ${arrays.length === 1 ? 'array' : 'arrays'} ${ids.join(', ')}: ` +
      `the same command with --status says how far it is; logs are in ${job.folder}/logs`,
  );
  if (json) printJson({ out, submitted: tasks, arrays: ids, logs: `${job.folder}/logs` });
}

/** Says why there is nothing to submit. */
export function nothingToSubmit(why: string, out: string, { json }: Told): void {
  say(why);
  if (json) printJson({ out, submitted: 0, arrays: [], logs: null });
}

/** The indices that are neither done nor in the queue. */
export async function notInQueue(left: readonly number[], folder: string): Promise<readonly number[]> {
  const queue = await queueState(folder);
  if (queue.kind === 'unknown') {
    throw new UserError(
      `the queue cannot be read (${queue.reason}): what runs or waits would be submitted a second time; try again`,
    );
  }
  return left.filter((index) => !queue.running.has(index) && !queue.waiting.has(index));
}

/** What the queue holds, in words. */
export function queueText(queue: QueueState): string {
  if (queue.kind === 'unknown') return `queue: not known (${queue.reason})`;
  const { running, waiting, held } = queue;
  const text = `queue: ${running.size} running, ${waiting.size} waiting`;
  return held.length === 0
    ? text
    : `${text}, of them held: ${held.join(', ')} ("scontrol release" lets them run)`;
}

/** The same for `--json`. */
export function queueJson(queue: QueueState): object {
  if (queue.kind === 'unknown') return { reason: queue.reason };
  return { running: queue.running.size, waiting: queue.waiting.size, held: queue.held };
}

/** Takes all of a folder's tasks out of the queue. */
export async function cancel(folder: string, { json }: Told): Promise<void> {
  const answer = await cancelArrays(folder);
  if (answer.kind === 'unknown') throw new UserError(`not cancelled: ${answer.reason}`);
  say(answer.arrays === 0 ? 'nothing is in the queue' : `cancelled ${plural(answer.arrays, 'array')}`);
  if (json) printJson({ cancelled: answer.arrays });
}
