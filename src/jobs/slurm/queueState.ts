import { readIndices } from './arrayFiles.ts';
import type { QueueRow } from './queueRows.ts';
import { readQueue } from './readQueue.ts';
import type { QueueState } from './types.ts';

/**
 * Which indices of the arrays that were submitted from a folder run or wait. What Slurm has forgotten, or
 * never took, is in neither set. A task that is ending still runs; one that a node lost, or that Slurm could
 * not start, waits.
 *
 * @param timeout how long squeue may take, in milliseconds
 * @throws UserError when the folder's own files cannot be read
 */
export async function queueState(folder: string, timeout = 20_000): Promise<QueueState> {
  const queue = await readQueue(folder, timeout);
  if (queue.kind !== 'answered') return { kind: 'unknown', reason: queue.reason };
  const active = queue.rows.filter(({ state }) => state !== 'over');
  const names = [...new Set(active.map(({ name }) => name))];
  const indices = new Map(names.map((name) => [name, readIndices(folder, name)]));
  const inState = (wanted: QueueRow['state']): Set<number> => {
    const found = active.filter(({ state }) => state === wanted);
    return new Set(
      found.flatMap(({ name, tasks }) => tasks.flatMap((task) => indices.get(name)?.[task] ?? [])),
    );
  };
  const running = inState('running');
  const waiting = new Set([...inState('waiting')].filter((index) => !running.has(index)));
  const held = active.filter((row) => row.held);
  return {
    kind: 'known',
    running,
    waiting,
    held: held.flatMap(({ job, tasks }) => tasks.map((task) => `${job}_${task}`)),
  };
}
