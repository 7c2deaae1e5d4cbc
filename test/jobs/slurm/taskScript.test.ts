import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIndices, writeArrayFiles } from '../../../src/jobs/slurm/arrayFiles.ts';
import { taskScript } from '../../../src/jobs/slurm/taskScript.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';

const temporary = temporaryFolder();

/** Says its arguments, one a line. */
const echo = [process.execPath, '-e', 'process.argv.slice(1).forEach((word) => console.log(word))', '--'];

function runTask(
  script: string,
  task: string | undefined,
): { readonly status: number | null; readonly lines: string[] } {
  const { SLURM_ARRAY_TASK_ID, SLURM_RESTART_COUNT, SLURMD_NODENAME, ...rest } = process.env;
  const env = task === undefined ? rest : { ...rest, SLURM_ARRAY_TASK_ID: task };
  const { status, stdout } = spawnSync('bash', [script], { env, encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

describe('the script of an array', () => {
  test('gives the command its arguments as they are, and the index of the line', () => {
    const words = ['two words', `it's "quoted"`, '$HOME `id` $(id)', '-x', '', '\\', 'new\nline', '*'];
    const folder = join(temporary.path, `a 'folder' with "quotes" & $HOME`);
    mkdirSync(folder);
    const job = { name: 'n', folder, command: [...echo, ...words], indices: [] };
    const script = writeArrayFiles(job, 'n', [5, 17, 99_999, 9_007_199_254_740_991]);
    const { status, lines } = runTask(script, '3');
    expect(status).toBe(0);
    expect(lines).toEqual([
      'index 9007199254740991, start 1, on ?',
      ...words.join('\n').split('\n'),
      '9007199254740991',
    ]);
    expect(runTask(script, '0').lines.at(-1)).toBe('5');
  });

  test('ends as the command ends', () => {
    const folder = temporary.path;
    const command = [process.execPath, '-e', 'process.exitCode = 7', '--'];
    const script = writeArrayFiles({ name: 'n', folder, command, indices: [] }, 'seven', [1]);
    expect(runTask(script, '0').status).toBe(7);
  });

  test('runs nothing for a task that has no index, outside of an array, or without its file', () => {
    const folder = temporary.path;
    const script = writeArrayFiles({ name: 'n', folder, command: echo, indices: [] }, 'two', [1, 2]);
    expect(runTask(script, '2')).toEqual({ status: 1, lines: [''] });
    expect(runTask(script, undefined)).toEqual({ status: 1, lines: [''] });
    const lost = join(folder, 'lost.sh');
    writeFileSync(lost, taskScript(echo, join(folder, 'none.indices')));
    expect(runTask(lost, '0')).toEqual({ status: 1, lines: [''] });
  });

  test('begins with what sbatch wants, and has no options in it', () => {
    const text = taskScript(['/bin/true', 'a\n#SBATCH --partition=evil'], '/x');
    expect(text.startsWith('#!/bin/bash\nset -u\n')).toBe(true);
  });
});

describe('the file of indices', () => {
  test('is read as it was written', () => {
    const job = { name: 'n', folder: temporary.path, command: echo, indices: [] };
    writeArrayFiles(job, 'read', [0, 12, 3]);
    expect(readIndices(temporary.path, 'read')).toEqual([0, 12, 3]);
  });

  test('is refused with its line where it holds something else', () => {
    writeFileSync(join(temporary.path, 'arrays', 'bad.indices'), '1\n-2\n');
    expect(() => readIndices(temporary.path, 'bad')).toThrow(
      /bad\.indices:2: an index is expected, not "-2"/,
    );
    expect(() => readIndices(temporary.path, 'none')).toThrow(/none\.indices cannot be read/);
  });
});
