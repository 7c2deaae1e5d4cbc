import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** A file system of its own, in memory. */
export interface SmallDisk {
  /** Options of mount, such as `size=1m` or `ro`. */
  readonly remount: (options: string) => void;
}

/** Mounts a file system at `folder` until the test is done; undefined where that is not permitted. */
export function smallDisk(folder: string, size: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
  } catch {
    return undefined;
  }
  onTestFinished(() => run('umount', '-l', folder));
  return { remount: (options) => run('mount', '-o', `remount,${options}`, folder) };
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}
