import { execFileSync } from 'node:child_process';
import { queueState } from '../../../src/jobs/slurm/index.ts';

/** Does nothing of a job run or wait? A task that Slurm could not start, and holds, is let go as users do it. */
export async function isIdle(folder: string): Promise<boolean> {
  const state = await queueState(folder);
  if (state.kind === 'unknown') return false;
  for (const task of state.held) execFileSync('scontrol', ['release', task]);
  return state.running.size + state.waiting.size === 0;
}
