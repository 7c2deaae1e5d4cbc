import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine's name, fit for file names: a process id means nothing on another machine. */
export function machineName(): string {
  return hostname().replaceAll(/[^A-Za-z0-9.-]/g, '_');
}

/** Whether a process with this id runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, as Linux tells it: tells a process from a later one with the same id; else empty. */
export function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22; the second field is the program's name in brackets, which may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
