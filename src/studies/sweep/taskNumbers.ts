import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../makeFolder.ts';
import { reason, UserError } from '../../userError.ts';
import { whileWriting } from '../../whileWriting.ts';
import { sweepFiles } from './sweepFolder.ts';

/**
 * The numbers of a sweep's tasks on a cluster: `slurm/runs.txt` holds a run's name a line, and task k does the run of
 * line k, from 0. Lines are only added, so a number means the same run however the study grows.
 */

function listPath(out: string): string {
  return join(out, sweepFiles.slurm, 'runs.txt');
}

function listed(out: string): readonly string[] {
  const path = listPath(out);
  if (!existsSync(path)) return [];
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`);
  }
}

/**
 * The numbers of runs as tasks; those that have none get the next ones.
 *
 * @throws UserError when the list cannot be read or written
 */
export function taskNumbers(out: string, names: readonly string[]): readonly number[] {
  const known = new Set(listed(out));
  const added = names.filter((name) => !known.has(name));
  if (added.length > 0) append(out, added);
  // read anew: another process may have added some at the same time
  const numbers = new Map<string, number>();
  for (const [number, name] of listed(out).entries()) if (!numbers.has(name)) numbers.set(name, number);
  return names.map((name) => numbers.get(name)!);
}

function append(out: string, names: readonly string[]): void {
  const path = listPath(out);
  makeFolder(join(out, sweepFiles.slurm));
  // what a kill or a full disk left of a line is ended: it is no run's name, or the right one
  const isTorn = (listed(out).at(-1) ?? '') !== '';
  whileWriting(path, () => appendFileSync(path, `${isTorn ? '\n' : ''}${names.join('\n')}\n`));
}

/**
 * The name of the run that a task does.
 *
 * @throws UserError when no such task was submitted
 */
export function runOfTask(out: string, task: number): string {
  const name = listed(out)[task];
  if (!name)
    throw new UserError(`${listPath(out)}: has no line ${task}, counted from 0: no such task was submitted`);
  return name;
}
