import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { cancelArrays, queueState, submitArray } from '../../../src/jobs/slurm/index.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { called, type FakeSlurm, fakeSlurm } from './fakeSlurm.ts';

const temporary = temporaryFolder();
let folder = '';
let slurm: FakeSlurm;

beforeEach(() => {
  folder = mkdtempSync(join(temporary.path, 'job-'));
  slurm = fakeSlurm(folder);
  slurm.program('scontrol', `echo 'MaxArraySize = 3'`);
  slurm.program('sbatch', 'echo 12');
});

const submit = async (indices: readonly number[]): Promise<readonly string[]> => {
  const arrays = await submitArray({ name: 'a', folder, command: ['/bin/true'], indices }, { more: [] });
  return arrays.map(({ name }) => name);
};

const queue = (...lines: string[]): void =>
  slurm.program('squeue', `${called}\ncat <<'END'\n${lines.join('\n')}\nEND`);

const nothing = { kind: 'known', running: new Set(), waiting: new Set(), held: [] };

describe('the state of the queue', () => {
  test('a folder from which nothing was submitted asks nobody', async () => {
    expect(await queueState(folder)).toEqual(nothing);
    expect(await cancelArrays(folder)).toEqual({ kind: 'cancelled', arrays: 0 });
  });

  test('tells indices, across arrays, and which tasks have to be released', async () => {
    const [first, second] = await submit([50, 60, 70, 80, 90]);
    queue(
      `${first}|12|0|RUNNING|None`,
      `${first}|12|1|FAILED|NonZeroExitCode`,
      `${first}|12|2|COMPLETING|None`,
      `${second}|13|0-1%2|PENDING|launch failed requeued held`,
      'foreign|14|0|RUNNING|None',
    );
    expect(await queueState(folder)).toEqual({
      kind: 'known',
      running: new Set([50, 70]),
      waiting: new Set([80, 90]),
      held: ['13_0', '13_1'],
    });
    expect(slurm.calls('squeue')[0]).toContain(`--name=${first},${second}`);
  });

  test('an index that was submitted twice runs if one of its tasks does', async () => {
    const [first] = await submit([7]);
    const [second] = await submit([7]);
    queue(`${first}|12|0|RUNNING|None`, `${second}|13|0|PENDING|Resources`);
    expect(await queueState(folder)).toEqual({ ...nothing, running: new Set([7]) });
  });

  test('what the queue has forgotten is in neither set', async () => {
    await submit([7]);
    queue('');
    expect(await queueState(folder)).toEqual(nothing);
  });

  test("the user's own filters of squeue do not count", async () => {
    await submit([7]);
    slurm.program('squeue', `env > "$HERE/env"`);
    process.env.SQUEUE_PARTITION = 'other';
    await queueState(folder);
    delete process.env.SQUEUE_PARTITION;
    expect(readFileSync(join(folder, 'bin', 'env'), 'utf8')).not.toContain('SQUEUE_PARTITION');
  });

  test.each([
    [
      'it fails',
      `echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1`,
      /Unable to contact/,
    ],
    ['it does not answer', 'sleep 9', /^squeue did not answer within 0\.4 s$/],
    ['a child of it keeps the output open', 'sleep 9 & sleep 9', /^squeue did not answer within 0\.4 s$/],
    ['it was killed', 'kill -TERM $$', /^squeue was killed by SIGTERM$/],
  ])('is unknown where %s', async (_, script, reason) => {
    await submit([7]);
    slurm.program('squeue', script);
    expect(await queueState(folder, 400)).toEqual({ kind: 'unknown', reason: expect.stringMatching(reason) });
    expect(await cancelArrays(folder, 400)).toMatchObject({ kind: 'unknown' });
  });

  test('is unknown where Slurm is not installed', async () => {
    await submit([7]);
    expect(await queueState(folder)).toEqual({ kind: 'unknown', reason: 'squeue is not installed here' });
  });
});

describe('to cancel', () => {
  test('names the arrays that run or wait, the last first', async () => {
    const [first, second] = await submit([1, 2, 3, 4]);
    queue(`${first}|9|0|COMPLETED|None`, `${first}|9|1|RUNNING|None`, `${second}|10|0|PENDING|Dependency`);
    slurm.program('scancel', called);
    expect(await cancelArrays(folder)).toEqual({ kind: 'cancelled', arrays: 2 });
    expect(slurm.calls('scancel')).toEqual([['10', '9']]);
  });

  test('leaves alone what is over', async () => {
    const [first] = await submit([1]);
    queue(`${first}|9|0|COMPLETED|None`);
    expect(await cancelArrays(folder)).toEqual({ kind: 'cancelled', arrays: 0 });
  });

  test('does not claim what scancel refused', async () => {
    const [first] = await submit([1]);
    queue(`${first}|9|0|RUNNING|None`);
    slurm.program('scancel', `echo 'scancel: error: Kill job error on job id 9: Access denied' >&2; exit 1`);
    expect(await cancelArrays(folder)).toEqual({
      kind: 'unknown',
      reason: 'scancel: Kill job error on job id 9: Access denied',
    });
  });
});
