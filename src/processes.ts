import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine's name, fit for file names: a process id means nothing on another machine. */
export function machineName(): string {
  return hostname().replaceAll(/[^A-Za-z0-9.-]/g, '_');
}

/** Whether a process with this id runs on this machine: one that has ended but was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const [state] = statusFields(pid);
    return state !== 'Z' && state !== 'X';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, as Linux tells it: tells a process from a later one with the same id; else empty. */
export function startTime(pid: number): string {
  return statusFields(pid)[19] ?? '';
}

/** What Linux tells of a process, from its state on; elsewhere nothing. */
function statusFields(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the second field is the program's name in brackets, which may hold spaces
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
