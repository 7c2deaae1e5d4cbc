import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cancelArrays, queueState, submitArray } from '../../../src/jobs/slurm/index.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { describeOnSlurm } from '../../support/slurm/describeOnSlurm.ts';
import { isIdle } from '../../support/slurm/isIdle.ts';
import { waitUntil } from '../../support/slurm/waitUntil.ts';

const temporary = temporaryFolder();
const none = { more: [] };
const idle = { kind: 'known', running: new Set(), waiting: new Set(), held: [] };

/** A job of a line of bash, in which $out is an empty folder and $1 the index. */
function shellJob(name: string, line: string, indices: readonly number[]) {
  const folder = join(temporary.path, name);
  const out = join(folder, 'out');
  mkdirSync(out, { recursive: true });
  const command = ['/bin/bash', '-c', `out=$0; ${line}`, out];
  const wrote = (kind: string): number[] =>
    readdirSync(out)
      .filter((file) => file.endsWith(`.${kind}`))
      .map((file) => Number.parseInt(file, 10))
      .sort((a, b) => a - b);
  const job = { name: 'shell', folder, command, indices };
  return {
    job,
    /** The indices of files such as `17.done`. */
    wrote,
    read: (file: string): string => readFileSync(join(out, file), 'utf8').trim(),
    write: (file: string): void => writeFileSync(join(out, file), ''),
    isIdle: () => isIdle(folder),
  };
}

const untilGo = 'until [ -e "$out/go" ]; do sleep 0.1; done';

describeOnSlurm({ cores: 2, maxArraySize: 4 }, (cluster) => {
  test('every index runs once, in a folder of any name', async () => {
    const name = `a 'job' with "quotes" & 100 %A $HOME`;
    const { job, wrote, read, isIdle } = shellJob(
      name,
      'echo "$SLURM_ARRAY_TASK_ID" >> "$out/$1.done"',
      [99_999, 5, 17],
    );
    const [array] = await submitArray(job, none);
    await waitUntil('the end of the array', isIdle);
    expect(wrote('done')).toEqual([5, 17, 99_999]);
    expect(['99999.done', '5.done', '17.done'].map(read)).toEqual(['0', '1', '2']);
    const log = readFileSync(join(job.folder, 'logs', `${array?.job}_0.log`), 'utf8');
    expect(log).toMatch(/^index 99999, start 1, on n[12]\n$/);
  });

  test('more tasks than an array takes, and not more at a time than was asked for', async () => {
    const times = 'date +%s%N > "$out/$1.begin"; sleep 0.7; date +%s%N > "$out/$1.end"';
    const indices = [3, 1, 4, 15, 9, 2, 6, 5, 35];
    const { job, wrote, read, isIdle } = shellJob('chunks', times, indices);
    const arrays = await submitArray(job, { maxParallel: 2, more: [] });
    expect(arrays.map(({ tasks }) => tasks)).toEqual([4, 4, 1]);
    await waitUntil('the end of the arrays', isIdle, 60);
    expect(wrote('end')).toEqual([...indices].sort((a, b) => a - b));
    const began = indices.map((index) => BigInt(read(`${index}.begin`)));
    const ended = indices.map((index) => BigInt(read(`${index}.end`)));
    const atOnce = began.map(
      (time) => began.filter((begin, other) => begin <= time && time < (ended[other] ?? 0n)).length,
    );
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(2);
  });

  test('what runs and what waits, also after a submission that was killed before it was recorded', async () => {
    const { job, write, wrote, isIdle } = shellJob('state', `touch "$out/$1.up"; ${untilGo}`, [10, 20, 30]);
    await submitArray(job, { maxParallel: 1, more: [] });
    const record = join(job.folder, 'submissions.jsonl');
    const [asked = ''] = readFileSync(record, 'utf8').split('\n');
    expect(JSON.parse(asked).kind).toBe('asked');
    writeFileSync(record, `${asked}\n`);
    await waitUntil('the first task', () => wrote('up').length === 1);
    const state = { ...idle, running: new Set([10]), waiting: new Set([20, 30]) };
    expect(await queueState(job.folder)).toEqual(state);
    write('go');
    await waitUntil('the end of the array', isIdle);
    expect(wrote('up')).toEqual([10, 20, 30]);
  });

  test('a cancelled array ends, its tasks with SIGTERM, and no other array with it', async () => {
    const line = `trap 'touch "$out/$1.term"; exit' TERM; touch "$out/$1.up"; ${untilGo}`;
    const { job, wrote, isIdle } = shellJob('cancel', line, [1, 2, 3, 4, 5]);
    const other = shellJob('other', `touch "$out/$1.up"; ${untilGo}; touch "$out/$1.done"`, [7]);
    await submitArray(other.job, none);
    await submitArray(job, { maxParallel: 1, more: [] });
    await waitUntil('the first tasks', () => wrote('up').length + other.wrote('up').length === 2);
    expect(await cancelArrays(job.folder)).toEqual({ kind: 'cancelled', arrays: 2 });
    await waitUntil('the end of the arrays', isIdle);
    expect([wrote('up'), wrote('term')]).toEqual([[1], [1]]);
    other.write('go');
    await waitUntil('the end of the other', other.isIdle);
    expect(other.wrote('done')).toEqual([7]);
    expect(await cancelArrays(job.folder)).toEqual({ kind: 'cancelled', arrays: 0 });
  });

  test('a task that is killed is not in the queue, and can be submitted again', async () => {
    const line = `echo $$ > "$out/$1.new"; mv "$out/$1.new" "$out/$1.up"; ${untilGo}; touch "$out/$1.done"`;
    const { job, wrote, read, write, isIdle } = shellJob('killed', line, [8, 9]);
    await submitArray(job, none);
    await waitUntil('both tasks', () => wrote('up').length === 2);
    process.kill(Number(read('8.up')), 'SIGKILL');
    await waitUntil('the loss of one', async () => {
      const state = await queueState(job.folder);
      return state.kind === 'known' && !state.running.has(8);
    });
    expect(await queueState(job.folder)).toEqual({ ...idle, running: new Set([9]) });
    write('go');
    await submitArray({ ...job, indices: [8] }, none);
    await waitUntil('the end of the arrays', isIdle);
    expect(wrote('done')).toEqual([8, 9]);
  });

  test('a task whose node is lost runs again', async () => {
    const line = `echo "$SLURMD_NODENAME" >> "$out/$1.up"; ${untilGo}; touch "$out/$1.done"`;
    const { job, wrote, read, write, isIdle } = shellJob('node', line, [40]);
    await submitArray(job, none);
    await waitUntil('the task', () => wrote('up').length === 1);
    const [lost, other] = read('40.up') === 'n1' ? ([1, 2] as const) : ([2, 1] as const);
    await cluster.killNode(lost);
    // By itself the controller would take half a minute to see it.
    execFileSync('scontrol', ['update', `nodename=n${lost}`, 'state=down', 'reason=lost']);
    await waitUntil('the task to wait', async () => {
      const state = await queueState(job.folder);
      return state.kind === 'known' && state.waiting.has(40);
    });
    await waitUntil('the second start', () => read('40.up') === `n${lost}\nn${other}`, 60);
    write('go');
    await waitUntil('the end of the array', isIdle);
    expect(wrote('done')).toEqual([40]);
    await cluster.startNode(lost);
  }, 120_000);

  describe('what is refused', () => {
    const refused = (more: readonly string[]): Promise<unknown> =>
      submitArray(shellJob('refused', 'touch "$out/$1.done"', [1]).job, { more });

    test('an unknown partition, and more memory than there is', async () => {
      await expect(refused(['-p', 'nope'])).rejects.toThrow(/^sbatch: invalid partition specified: nope/);
      await expect(refused(['--mem', '9T'])).rejects.toThrow(/^sbatch: Memory specification can not be sat/);
      await expect(refused(['--nonsense'])).rejects.toThrow(/^sbatch: .*unrecognized option '--nonsense'/);
      expect(existsSync(join(temporary.path, 'refused', 'out', '1.done'))).toBe(false);
    });

    test('anything, in time, while the controller is down', async () => {
      const { job, wrote, write, isIdle } = shellJob('down', `touch "$out/$1.up"; ${untilGo}`, [1]);
      await submitArray(job, none);
      await waitUntil('the task', () => wrote('up').length === 1);
      await cluster.killController();
      const reason = 'did not answer within 1 s';
      const [state, cancelled] = await Promise.all([
        queueState(job.folder, 1000),
        cancelArrays(job.folder, 1000),
      ]);
      expect(state).toEqual({ kind: 'unknown', reason: `squeue ${reason}` });
      expect(cancelled).toEqual({ kind: 'unknown', reason: `squeue ${reason}` });
      await expect(submitArray(job, none, 1000)).rejects.toThrow(`sbatch ${reason}: it may have submitted`);
      write('go');
      await cluster.startController();
      await waitUntil('the end of the array', isIdle);
    });
  });
});
