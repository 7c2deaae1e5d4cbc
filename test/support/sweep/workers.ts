import { readdirSync, readFileSync } from 'node:fs';

/** The worker processes of a command, as Linux tells them. */

/** Ids of the workers that a process has started and that live. */
export function workersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && read(pid, 'cmdline').includes('studies/worker.'));
}

/** An environment variable of a process; undefined where it has none. */
export function variableOf(pid: number, name: string): string | undefined {
  const line = read(pid, 'environ')
    .split('\0')
    .find((text) => text.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The process that started another; NaN where that has ended. */
export function parentOf(pid: number): number {
  const stat = read(pid, 'stat');
  // the second field is the program's name in brackets, which may hold spaces
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Empty where the process has ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
