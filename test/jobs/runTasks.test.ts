import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runTasks, type TaskOutcome } from '../../src/jobs/runTasks.ts';
import type { Task } from '../../src/jobs/workerPool.ts';
import { isRunning } from '../../src/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
afterAll(() => rmSync(folder, { recursive: true }));
let markers = 0;
const newMarker = (): string => join(folder, `marker-${markers++}`);

const workerUrl = new URL('./testWorker.ts', import.meta.url);
const ignore = (): void => undefined;
const task = (method: string, argument: unknown = undefined): Task => ({ method, argument });

const run = (tasks: readonly Task[], workers = 1): Promise<readonly TaskOutcome<Task, unknown>[]> =>
  runTasks({ workerUrl, workers, tasks, onOutcome: ignore });

async function fileAppears(path: string): Promise<string> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await setTimeout(20);
  return readFileSync(path, 'utf8');
}

async function ends(pid: number): Promise<void> {
  while (isRunning(pid)) await setTimeout(20);
}

describe('workers', () => {
  test('each has the environment of its place', async () => {
    const environments = [{ CUDA_VISIBLE_DEVICES: '3' }, { CUDA_VISIBLE_DEVICES: 'GPU-7' }];
    const tasks = Array.from({ length: 6 }, () => task('environment', 'CUDA_VISIBLE_DEVICES'));
    const outcomes = await runTasks({ workerUrl, workers: 2, environments, tasks, onOutcome: ignore });
    const seen = new Set(outcomes.map((outcome) => outcome.kind === 'done' && outcome.result));
    expect([...seen].sort()).toEqual(['3', 'GPU-7']);
  });

  test('one that holds too much memory after a task is replaced', async () => {
    const tasks = [task('pid'), task('pid'), task('pid')];
    const pids = async (memoryLimit: number): Promise<number> => {
      const outcomes = await runTasks({ workerUrl, workers: 1, memoryLimit, tasks, onOutcome: ignore });
      return new Set(outcomes.map((outcome) => outcome.kind === 'done' && outcome.result)).size;
    };
    expect(await pids(1e12)).toBe(1);
    expect(await pids(1)).toBe(3);
  });

  test('a task may cost as many as it is told', async () => {
    const lost: number[] = [];
    const [outcome] = await runTasks({
      workerUrl,
      workers: 1,
      tries: 3,
      tasks: [task('segfault')],
      onLost: () => lost.push(1),
      onOutcome: ignore,
    });
    expect(outcome?.kind).toBe('failed');
    expect(lost).toHaveLength(2);
  });
});

describe('results', () => {
  test('what a method tells on the way is heard in order, before its result', async () => {
    const heard: unknown[] = [];
    await runTasks({
      workerUrl,
      workers: 1,
      tasks: [task('count', 3)],
      onProgress: (_task, progress) => heard.push(progress),
      onOutcome: (outcome) => heard.push(outcome.kind === 'done' && outcome.result),
    });
    expect(heard).toEqual([1, 2, 3, 'counted']);
  });

  test('typed arrays, NaN and infinities come back as they are, each with its task', async () => {
    const tasks = [1, 2, 3].map((value) => ({
      ...task('double', Float64Array.of(value, Number.NaN, Infinity)),
      value,
    }));
    const heard: number[] = [];
    const outcomes = await runTasks({
      workerUrl,
      workers: 2,
      tasks,
      onOutcome: (outcome: TaskOutcome<(typeof tasks)[number], Float64Array>) =>
        heard.push(outcome.task.value),
    });
    expect(heard.toSorted()).toEqual([1, 2, 3]);
    expect(outcomes.map(({ task: { value } }) => value)).toEqual(heard);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        kind: 'done',
        result: Float64Array.of(2 * outcome.task.value, Number.NaN, Infinity),
      });
    }
  });

  test('one worker takes the tasks in order, in one process', async () => {
    const outcomes = await run([task('pid'), task('pid'), task('pid')]);
    const pids = outcomes.map((outcome) => outcome.kind === 'done' && outcome.result);
    expect(new Set(pids).size).toBe(1);
    await ends(pids[0] as number);
  });

  test('a worker computes on one thread', async () => {
    const [outcome] = await run([task('environment', 'TF_NUM_INTRAOP_THREADS')]);
    expect(outcome).toMatchObject({ kind: 'done', result: '1' });
  });

  test('no tasks, no outcomes', async () => {
    expect(await run([])).toEqual([]);
  });
});

describe('failures', () => {
  test('a UserError is a one-line failure and the worker goes on', async () => {
    const [before, failed, after] = await run([task('pid'), task('refuse', 'a.safetensors'), task('pid')]);
    const failure = { name: 'UserError', message: 'a.safetensors: no such weights', detail: '' };
    expect(failed).toMatchObject({ kind: 'failed', failure });
    expect(after).toMatchObject({ result: before?.kind === 'done' && before.result });
  });

  test('any other error is one line with its stack, and the worker is replaced', async () => {
    const [before, failed, after] = await run([task('pid'), task('break'), task('pid')]);
    expect(failed).toMatchObject({ kind: 'failed', failure: { name: 'TypeError', message: 'first line' } });
    expect(failed?.kind === 'failed' && failed.failure.detail).toContain('testWorker.ts');
    expect(after?.kind).toBe('done');
    expect(after?.kind === 'done' && after.result).not.toBe(before?.kind === 'done' && before.result);
  });

  test('a method that the worker lacks, inherited names included, is an error', async () => {
    const [failed] = await run([task('toString')]);
    expect(failed).toMatchObject({ failure: { message: 'the worker has no method toString' } });
  });

  test.each([
    ['segfault', 'the worker crashed (SIGSEGV)'],
    ['killed', 'the worker was killed (SIGKILL): the system may have run out of memory'],
  ])('%s fails one task and the others go on', async (method, message) => {
    const outcomes = await run([
      task('double', Float64Array.of(1)),
      task(method),
      task('double', Float64Array.of(1)),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done']);
    expect(outcomes[1]).toMatchObject({ failure: { name: 'WorkerCrash', message } });
  });

  test("the last words of a crashed worker are told, TensorFlow's banner is not", async () => {
    const [outcome] = await run([task('abort')]);
    const words = 'F tensor.cc:10] Check failed: NDIMS == dims() (2 vs. 3)';
    expect(outcome).toMatchObject({
      failure: { message: `the worker crashed (SIGABRT): ${words}`, detail: words },
    });
  });

  test('a task that crashed gets a second try', async () => {
    const [outcome] = await run([task('crashOnce', newMarker())]);
    expect(outcome).toMatchObject({ kind: 'done', result: 'second try' });
  });

  test('an error of the engine gets a second try, in a fresh process', async () => {
    const [outcome] = await run([task('breakOnce', newMarker())]);
    expect(outcome?.kind).toBe('done');
    const [first, second] = (outcome?.kind === 'done' && outcome.result) as [number, number];
    expect(second).not.toBe(first);
  });

  test('every lost worker is told once, before the next try; a UserError loses none', async () => {
    const heard: string[] = [];
    const tasks = [task('crashOnce', newMarker()), task('refuse', 'a'), task('killed'), task('pid')];
    await runTasks({
      workerUrl,
      workers: 1,
      tasks,
      onLost: (lost, { name, message }) => {
        heard.push(`lost ${lost.method}: ${name}, ${message}`);
      },
      onOutcome: ({ kind, task: { method } }) => heard.push(`${kind} ${method}`),
    });
    expect(heard).toEqual([
      'lost crashOnce: WorkerCrash, the worker crashed (SIGSEGV)',
      'done crashOnce',
      'failed refuse',
      'lost killed: WorkerCrash, the worker was killed (SIGKILL): the system may have run out of memory',
      'failed killed',
      'done pid',
    ]);
  });

  test('what was told before a worker died, small or large, is heard, and the second try may be the rest', async () => {
    for (const words of [1, 1_000_000]) {
      let done = 0;
      const outcomes = await runTasks({
        workerUrl,
        workers: 1,
        tasks: [task('tellAndDie', { first: 0, words })],
        onProgress: (_task, progress) => {
          ({ done } = progress as { readonly done: number });
        },
        restOf: () => task('tellAndDie', { first: done, words }),
        onOutcome: ignore,
      });
      expect(outcomes).toMatchObject([
        { kind: 'done', task: { argument: { first: 0 } }, result: 'went on from 3' },
      ]);
    }
  });

  test.each([
    ['at different steps of it', { deadly: [1, 2, 5] }, 'began at 5', [1, 2, 5]],
    ['twice at the same step', { deadly: [1, 4], fatal: 4 }, undefined, [1, 4]],
    ['twice at the first', { deadly: [], fatal: 0 }, undefined, [0]],
  ])('a task that loses its workers %s', async (_where, steps, result, tried) => {
    let done = 0;
    const heard: unknown[] = [];
    const stepsFrom = (first: number) => ({ ...task('steps', { ...steps, first }), first });
    const [outcome] = await runTasks({
      workerUrl,
      workers: 1,
      tasks: [stepsFrom(0)],
      onProgress: (_task, progress) => {
        done = progress as number;
      },
      restOf: ({ first }) => (done > first ? stepsFrom(done) : undefined),
      onLost: ({ first }) => heard.push(first),
      onOutcome: ignore,
    });
    expect(outcome?.kind === 'done' ? outcome.result : undefined).toBe(result);
    expect(heard).toEqual(tried);
  });

  test('a worker that cannot load fails the task and says why', async () => {
    const missing = new URL('./noSuchWorker.ts', import.meta.url);
    const outcomes = await runTasks({
      workerUrl: missing,
      workers: 1,
      tasks: [task('pid')],
      onOutcome: ignore,
    });
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: { name: 'WorkerCrash' } });
    expect(outcomes[0]?.kind === 'failed' && outcomes[0].failure.message).toMatch(
      /exit code 1: .*noSuchWorker/,
    );
  });

  test('where the listener throws, all stops', async () => {
    const marker = newMarker();
    const onOutcome = (): never => {
      throw new Error('disk full');
    };
    const all = runTasks({ workerUrl, workers: 2, tasks: [task('hang', marker), task('pid')], onOutcome });
    await expect(all).rejects.toThrow('disk full');
  });
});

describe('stopping', () => {
  test('an abort ends a hanging worker and keeps what is done', async () => {
    const [marker, stopping] = [newMarker(), new AbortController()];
    const tasks = [task('double', Float64Array.of(1)), task('spin', marker), task('pid')];
    const all = runTasks({ workerUrl, workers: 1, tasks, onOutcome: ignore, signal: stopping.signal });
    const pid = Number(await fileAppears(marker));
    stopping.abort();
    const outcomes = await all;
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done']);
    await ends(pid);
  });

  test('nothing starts after an abort', async () => {
    const outcomes = await runTasks({
      workerUrl,
      workers: 1,
      tasks: [task('pid')],
      onOutcome: ignore,
      signal: AbortSignal.abort(),
    });
    expect(outcomes).toEqual([]);
  });

  test.each(['hang', 'spin'])('workers (%s) end when the parent is killed', async (method) => {
    const marker = newMarker();
    const parent = fork(fileURLToPath(new URL('./testParent.ts', import.meta.url)), [method, marker], {
      execArgv: ['--import', 'tsx'],
    });
    const pid = Number(await fileAppears(marker));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await ends(pid);
  });
});
