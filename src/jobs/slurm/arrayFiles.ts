import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../makeFolder.ts';
import { replaceFile } from '../../replaceFile.ts';
import { reason, UserError } from '../../userError.ts';
import { taskScript } from './taskScript.ts';
import type { ArrayJob } from './types.ts';

/** What one array needs on disk, in the folder `arrays`; `name` is the array's in the queue. */
interface ArrayFiles {
  readonly script: string;
  /** One index a line: the task n does the index in line n, both from 0. */
  readonly indices: string;
}

function arrayFiles(folder: string, name: string): ArrayFiles {
  const path = join(folder, 'arrays', name);
  return { script: `${path}.sh`, indices: `${path}.indices` };
}

/** Writes the files of an array of the given indices, and returns the script's path. */
export function writeArrayFiles(job: ArrayJob, name: string, indices: readonly number[]): string {
  const files = arrayFiles(job.folder, name);
  makeFolder(join(job.folder, 'arrays'));
  replaceFile(files.indices, indices.map((index) => `${index}\n`).join(''));
  replaceFile(files.script, taskScript(job.command, files.indices));
  return files.script;
}

/**
 * The indices of an array by the number of the task.
 *
 * @throws UserError when the file cannot be read or holds something else
 */
export function readIndices(folder: string, name: string): readonly number[] {
  const { indices: path } = arrayFiles(folder, name);
  const lines = read(path).split('\n').slice(0, -1);
  const wrong = lines.findIndex((line) => !/^\d{1,16}$/.test(line));
  if (wrong >= 0) throw new UserError(`${path}:${wrong + 1}: an index is expected, not "${lines[wrong]}"`);
  return lines.map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${reason(error)}`, { cause: error });
  }
}
