import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { submitArray } from '../../../src/jobs/slurm/index.ts';
import { submittedNames } from '../../../src/jobs/slurm/submissions.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { called, type FakeSlurm, fakeSlurm } from './fakeSlurm.ts';

const temporary = temporaryFolder();
let folder = '';
let slurm: FakeSlurm;

beforeEach(() => {
  folder = mkdtempSync(join(temporary.path, 'job-'));
  slurm = fakeSlurm(folder);
  slurm.program('scontrol', `echo 'MaxArraySize = 3'`);
  slurm.program('sbatch', `${called}; echo 12`);
});

const job = (indices: readonly number[], name = 'sweep') => ({
  name,
  folder,
  command: ['/bin/true'],
  indices,
});
const none = { more: [] };

function record(): { readonly kind: string; readonly name: string }[] {
  const text = readFileSync(join(folder, 'submissions.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('what sbatch is asked', () => {
  test("the user's options come as they are, and before what has to be so", async () => {
    const more = ['--mem', '4G', '--comment=two words; $HOME', '--job-name=mine'];
    const options = { partition: 'gpu', gres: 'gpu:1', time: '2:00:00', maxParallel: 2, more };
    const [array] = await submitArray(job([4, 9]), options);
    expect(slurm.calls('sbatch')).toEqual([
      [
        ...['--partition=gpu', '--gres=gpu:1', '--time=2:00:00', ...more, '--parsable'],
        ...[`--job-name=${array?.name}`, '--array=0-1%2', '--requeue', '--open-mode=append'],
        ...[`--output=${folder}/logs/%A_%a.log`, `${folder}/arrays/${array?.name}.sh`],
      ],
    ]);
    expect(array).toEqual({ name: array?.name, job: 12, tasks: 2 });
  });

  test('the name in the queue is plain, and every array has its own', async () => {
    const names = (await submitArray(job([1, 2, 3, 4], '../a,b|c\n#SBATCH $(id)'), none)).map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^a-b-c-SBATCH-id-[0-9a-f]{10}$/);
  });

  test('a job of no tasks is not submitted', async () => {
    expect(await submitArray(job([]), none)).toEqual([]);
    expect(existsSync(join(folder, 'submissions.jsonl'))).toBe(false);
  });

  test('an array after the other where the number of parallel tasks is limited', async () => {
    await submitArray(job([1, 2, 3, 4, 5, 6, 7]), { maxParallel: 2, more: [] });
    const calls = slurm.calls('sbatch').map((args) => args.filter((word) => /^--(array|depend)/.test(word)));
    expect(calls).toEqual([
      ['--array=0-2%2'],
      ['--dependency=afterany:12', '--array=0-2%2'],
      ['--dependency=afterany:12', '--array=0-0%2'],
    ]);
  });

  test.each(['-W', '--wait', '-Mother', '--clusters=other', '--test-only', 'script.sh', '--'])(
    '%s among the options is refused',
    async (word) => {
      await expect(submitArray(job([1]), { more: [word] })).rejects.toThrow(/^options of sbatch: .*/);
    },
  );
});

describe('the record', () => {
  test('has an intent before sbatch is asked, and its answer', async () => {
    slurm.program('sbatch', `cp "$HERE/../submissions.jsonl" "$HERE/before"; echo '34;cluster'`);
    const [array] = await submitArray(job([8]), none);
    expect(array?.job).toBe(34);
    const before = readFileSync(join(folder, 'bin', 'before'), 'utf8');
    expect(JSON.parse(before)).toMatchObject({ kind: 'asked', name: array?.name, tasks: 1 });
    expect(record()[1]).toMatchObject({ kind: 'taken', name: array?.name, job: 34 });
  });

  test('names what may have been submitted, and not what was refused', async () => {
    const [taken] = await submitArray(job([1]), none);
    slurm.program('sbatch', 'exit 1');
    await expect(submitArray(job([1]), none)).rejects.toThrow(/^sbatch ended with 1: nothing was submitted/);
    slurm.program('sbatch', 'sleep 9');
    await expect(submitArray(job([1]), none, 300)).rejects.toThrow(
      /did not answer within 0.3 s: it may have/,
    );
    expect(record().map(({ kind }) => kind)).toEqual(['asked', 'taken', 'asked', 'refused', 'asked']);
    expect(submittedNames(folder)).toEqual([taken?.name, record()[4]?.name]);
  });

  test('goes on after a torn line, and passes over names that would lead elsewhere', async () => {
    const path = join(folder, 'submissions.jsonl');
    const foreign = { kind: 'asked', name: '../../x', tasks: 1, time: '2026-01-01T00:00:00Z' };
    writeFileSync(path, `${JSON.stringify(foreign)}\n{"kind":"asked","name":"a-1`);
    slurm.program('sbatch', 'sleep 9');
    await expect(submitArray(job([1]), none, 300)).rejects.toThrow(/did not answer/);
    expect(submittedNames(folder)).toEqual([expect.stringMatching(/^sweep-/)]);
  });
});

describe('what goes wrong is said in one line', () => {
  test('a refusal, with the arrays that were submitted before', async () => {
    slurm.program(
      'sbatch',
      `if [ -e "$HERE/once" ]; then echo 'sbatch: note' >&2
        echo 'sbatch: error: Job violates accounting/QOS policy' >&2; exit 1; fi
      : > "$HERE/once"; echo 12`,
    );
    await expect(submitArray(job([1, 2, 3, 4]), none)).rejects.toThrow(
      /^sbatch: Job violates accounting\/QOS policy: nothing was submitted.* \(1 of 2 arrays were submitted before\)$/,
    );
  });

  test('no Slurm here', async () => {
    process.env.PATH = join(folder, 'nothing');
    await expect(submitArray(job([1]), none)).rejects.toThrow(/^sbatch is not installed here: run this on a/);
  });

  test('an answer without a number', async () => {
    slurm.program('sbatch', 'echo hello');
    await expect(submitArray(job([1]), none)).rejects.toThrow('sbatch named no job but said "hello"');
  });

  test('no arrays on this cluster', async () => {
    slurm.program('scontrol', `echo 'MaxArraySize = 0'`);
    await expect(submitArray(job([1]), none)).rejects.toThrow(/takes no job arrays/);
  });

  test('a folder that Slurm would write to otherwise', async () => {
    await expect(submitArray({ ...job([1]), folder: `${folder}/a\\b` }, none)).rejects.toThrow(/backslash/);
  });
});
