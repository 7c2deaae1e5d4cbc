import { callSlurm } from './callSlurm.ts';
import { readQueue } from './readQueue.ts';

/** What came of a cancellation. */
export type Cancelled =
  | { readonly kind: 'cancelled'; readonly arrays: number }
  /** Slurm did not answer, or not to all: why, in one line. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Cancels all arrays of a folder that run or wait. Slurm stops running tasks soon after, first with SIGTERM.
 *
 * @param timeout how long a call of Slurm's programs may take, in milliseconds
 */
export async function cancelArrays(folder: string, timeout = 20_000): Promise<Cancelled> {
  const queue = await readQueue(folder, timeout);
  if (queue.kind !== 'answered') return { kind: 'unknown', reason: queue.reason };
  const active = queue.rows.filter(({ state }) => state !== 'over');
  // The last first: an array that waits for another's end would start when that one is cancelled.
  const jobs = [...new Set(active.map(({ job }) => job))].sort((a, b) => b - a);
  if (jobs.length === 0) return { kind: 'cancelled', arrays: 0 };
  const answer = await callSlurm('scancel', jobs.map(String), timeout);
  if (answer.kind !== 'answered') return { kind: 'unknown', reason: answer.reason };
  return { kind: 'cancelled', arrays: jobs.length };
}
