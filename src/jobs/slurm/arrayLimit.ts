import { callSlurm } from './callSlurm.ts';

/** Slurm's own default of MaxArraySize. */
const usual = 1001;

/** How many tasks one array may have on this cluster; where it does not tell, Slurm's default. */
export async function arrayLimit(timeout: number): Promise<number> {
  const answer = await callSlurm('scontrol', ['show', 'config'], timeout);
  return answer.kind === 'answered' ? parseLimit(answer.text) : usual;
}

/** MaxArraySize, or what the scheduler's parameters lower it to; 0 where arrays are switched off. */
export function parseLimit(config: string): number {
  const size = /^MaxArraySize\s*=\s*(\d+)/m.exec(config)?.[1];
  const lowered = /^SchedulerParameters\s*=.*\bmax_array_tasks=(\d+)/m.exec(config)?.[1];
  return Math.min(Number(size ?? usual), Number(lowered ?? Number.POSITIVE_INFINITY));
}
