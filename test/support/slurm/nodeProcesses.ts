import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './waitUntil.ts';

/** The programs and tasks of one node of a cluster in `folder`. */
export interface NodePlace {
  readonly folder: string;
  readonly node: string;
}

/** Kills slurmstepd and the tasks of a node (in this order: slurmstepd would tell of their end), until none is left. */
export async function killNodeProcesses(place: NodePlace): Promise<void> {
  await waitUntil(`the end of what runs on ${place.node}`, () => {
    const pids = [...nodePrograms(place), ...nodeTasks(place)];
    for (const pid of pids) kill(pid);
    return pids.length === 0;
  });
}

/** slurmd and slurmstepd: they hold the node's log. */
function nodePrograms({ folder, node }: NodePlace): number[] {
  const log = join(folder, `${node}.log`);
  return processes().filter((pid) => openFiles(pid).includes(log));
}

/** Tasks and their children: Slurm tells them the node, and this cluster. */
function nodeTasks({ folder, node }: NodePlace): number[] {
  const wanted = [`SLURM_CONF=${join(folder, 'slurm.conf')}`, `SLURMD_NODENAME=${node}`];
  return processes().filter((pid) => {
    const variables = environment(pid);
    return wanted.every((variable) => variables.includes(variable));
  });
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function openFiles(pid: number): string[] {
  return whileItLives([], () =>
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) =>
      whileItLives([], () => [readlinkSync(`/proc/${pid}/fd/${fd}`)]),
    ),
  );
}

function environment(pid: number): string[] {
  return whileItLives([], () => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'));
}

function kill(pid: number): void {
  whileItLives(false, () => process.kill(pid, 'SIGKILL'));
}

/** A process may end while it is looked at. */
function whileItLives<T>(otherwise: T, look: () => T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
