import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';

const CHANNEL = 'child_process';

/** Starts a process by a function that does not say which, and says which. */
export function startedBy<T>(start: () => T): { readonly result: T; readonly pid: number } {
  let child: ChildProcess | undefined;
  const hear = (message: unknown): void => {
    child = (message as { readonly process: ChildProcess }).process;
  };
  subscribe(CHANNEL, hear);
  const result = start();
  unsubscribe(CHANNEL, hear);
  return { result, pid: child?.pid ?? Number.NaN };
}

/** The most memory that a running process has held so far, in MiB: its peak resident set. Linux only; else NaN. */
export function peakMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
