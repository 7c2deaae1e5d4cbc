import { join } from 'node:path';
import { UserError } from '../../userError.ts';
import type { SlurmOptions } from './types.ts';

interface ArrayToSubmit {
  readonly name: string;
  readonly folder: string;
  readonly script: string;
  readonly tasks: number;
  /** The number of the array that has to end before this one starts. */
  readonly after: number | undefined;
}

/** The arguments of sbatch. What the toolkit needs comes last, and so wins over the user's options. */
export function sbatchArguments(array: ArrayToSubmit, options: SlurmOptions): string[] {
  const { partition, gres, time, maxParallel, more } = options;
  const limit = maxParallel === undefined ? '' : `%${maxParallel}`;
  return [
    ...option('partition', partition),
    ...option('gres', gres),
    ...option('time', time),
    ...more,
    ...option('dependency', array.after === undefined ? undefined : `afterany:${array.after}`),
    '--parsable',
    `--job-name=${array.name}`,
    `--array=0-${array.tasks - 1}${limit}`,
    '--requeue',
    '--open-mode=append',
    `--output=${logPattern(array.folder)}`,
    array.script,
  ];
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

/** In the names of logs Slurm replaces what begins with %. */
function logPattern(folder: string): string {
  return join(folder.replaceAll('%', '%%'), 'logs', '%A_%a.log');
}

/**
 * Refuses what would make sbatch do something else than to submit and answer.
 *
 * @param words more options of sbatch
 * @throws UserError which names the option
 */
export function checkWords(words: readonly string[]): void {
  const [first] = words;
  if (first !== undefined && !/^-./.test(first)) {
    throw new UserError(`options of sbatch: an option (-x or --name=value) is expected, not "${first}"`);
  }
  const foreign = words.find((word) => /^(-W|--wait|-M.*|--clusters?(=.*)?|--test-only|--)$/.test(word));
  if (foreign !== undefined) {
    throw new UserError(
      `options of sbatch: ${foreign} cannot be used here: sbatch has to submit, on this cluster, and return at once`,
    );
  }
}

/** @throws UserError when Slurm could not write logs below the folder */
export function checkLogFolder(folder: string): void {
  if (/[\\\n\r]/.test(folder)) {
    throw new UserError(`${folder}: Slurm cannot write logs to a path with a backslash or a line break`);
  }
}
