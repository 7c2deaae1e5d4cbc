import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { queueState } from '../../src/jobs/slurm/index.ts';
import { makeFolder } from '../../src/makeFolder.ts';
import { describeOnSlurm } from '../support/slurm/describeOnSlurm.ts';
import { isIdle } from '../support/slurm/isIdle.ts';
import { waitUntil } from '../support/slurm/waitUntil.ts';
import {
  checkpointsIn,
  endedIn,
  modelsOf,
  runsIn,
  sweepOf,
  type TinyStudy,
  tablesOf,
  writeTinyStudy,
} from '../support/sweep/tinySweep.ts';
import { parentOf, signal, variableOf } from '../support/sweep/workers.ts';
import { cli, dataDirectory, type Ended, engine, lines, temporaryFolder } from './cli.ts';

/** Much more than it takes: other programs may need the machine too. */
const patient = 300_000;
const seconds = 280;

const folder = temporaryFolder();
const at = (...parts: string[]): string => join(folder, ...parts);

/** A folder for one test, with a study in it. */
function place(name: string, said: TinyStudy) {
  makeFolder(at(name));
  const [study, out] = [writeTinyStudy(at(name), said), at(name, 'out')];
  const sweep = (...more: readonly string[]): Promise<Ended> => cli(...sweepOf(study, out, ...more));
  return { out, sweep };
}

/** The same runs everywhere: 4, which take some seconds each, so that they can be caught at it. */
const study: TinyStudy = {
  ...{
    epochs: 700,
    grid: ['training.batchSize: [16, 32]'],
    measures: ['one-step: {samples: 32, rho: [0.01, 0.1]}'],
  },
};

/** The indices that run or wait. */
async function queued(job: string) {
  const state = await queueState(join(job, 'slurm'));
  if (state.kind === 'unknown') throw new Error(state.reason);
  return { running: [...state.running], waiting: [...state.waiting], held: state.held };
}

function untilIdle(job: string): Promise<void> {
  return waitUntil('the end of the tasks', () => isIdle(join(job, 'slurm')), seconds);
}

/** The worker that trains a run now, as the run's lock says. */
function workerOf(out: string, run: string): number | undefined {
  const lock = join(out, 'runs', run, 'unfinished', 'lock');
  try {
    return JSON.parse(readFileSync(lock, 'utf8')).pid;
  } catch {
    return undefined;
  }
}

/** Waits for a run that is being trained, and gives the worker. */
async function caught(out: string, isWanted: (worker: number) => boolean = () => true): Promise<number> {
  let found: number | undefined;
  const look = (): boolean => {
    const workers = runsIn(out).map((run) => workerOf(out, run));
    found = workers.find((worker) => worker !== undefined && isWanted(worker));
    return found !== undefined;
  };
  await waitUntil('a run that is being trained', look, seconds);
  return found!;
}

/** What the tasks of a job said. */
function logs(out: string): string {
  const folder_ = join(out, 'slurm', 'logs');
  return readdirSync(folder_)
    .map((log) => `${log}: ${readFileSync(join(folder_, log), 'utf8')}`)
    .join('');
}

/** How often they were started. */
function starts(out: string): number {
  return [...logs(out).matchAll(/index \d+, start/g)].length;
}

describeOnSlurm({ cores: 1 }, (cluster) => {
  const here = place('here', study);
  const names = ['batchSize=16_seed=0', 'batchSize=16_seed=1', 'batchSize=32_seed=0', 'batchSize=32_seed=1'];

  beforeAll(async () => {
    expect((await here.sweep()).code).toBe(0);
  }, patient);

  /** Collects what tasks have done, which is all: the tables of a sweep on this machine. */
  async function expectSame({ out, sweep }: ReturnType<typeof place>): Promise<void> {
    const { code, stderr } = await sweep();
    expect({ code, said: lines(stderr).slice(0, 3) }).toEqual({
      code: 0,
      said: [
        'training: all 4 runs are there',
        'measure: measuring one-step',
        'measuring: 20 pieces, 20 of them done earlier',
      ],
    });
    expect(checkpointsIn(out)).toEqual(names);
    expect(tablesOf(out)).toEqual(tablesOf(here.out));
    expect(modelsOf(out)).toEqual(modelsOf(here.out));
  }

  it(
    'submits at once, trains and measures everywhere, and collects; measures checkpoints the same way',
    async () => {
      const job = place('there', study);
      const { out, sweep } = job;
      const submitted = await sweep('--on', 'slurm', '--time', '1:00:00', '--sbatch', '--comment="a b"');
      expect({ code: submitted.code, stdout: submitted.stdout }).toEqual({ code: 0, stdout: '' });
      expect(submitted.stderr).toMatch(
        /^measure: submitted 4 tasks as array \d+: .* logs are in .*\/slurm\/logs$/m,
      );
      expect(endedIn(out).length).toBeLessThan(4);
      const status = JSON.parse((await sweep('--status', '--json')).stdout);
      expect(status).toMatchObject({ out, runs: 4, diverged: 0, queue: { held: [] } });
      expect(status.queue.running + status.queue.waiting).toBeGreaterThan(0);
      // nothing is submitted twice
      expect(lines((await sweep('--resubmit')).stderr)).toEqual([
        expect.stringMatching(/^measure: all \d runs? that are left are in the queue$/),
      ]);
      await untilIdle(out);

      const finished = await sweep('--status');
      expect(lines(finished.stdout)).toEqual([
        '4 runs: 4 done, 0 diverged, 0 unfinished, 0 missing',
        'measured (one-step): 4 of 4',
        'queue: 0 running, 0 waiting',
      ]);
      expect(starts(out)).toBe(4);
      await expectSame(job);
      expect(lines((await sweep('--on', 'slurm')).stderr)).toEqual([
        'measure: all 4 runs are trained and measured: "measure sweep" without --on correlates them',
      ]);

      const measured = at('measured');
      const run = (...more: readonly string[]): Promise<Ended> =>
        cli(
          ...['run', join(out, 'runs'), '--data', dataDirectory, '--engine', engine, '--out', measured],
          ...['--samples', '32', '--rho', '0.01,0.1', '--min-train-accuracy', '0', ...more],
        );
      expect((await run('--on', 'slurm')).stderr).toMatch(/^measure: submitted 4 tasks as array/m);
      await untilIdle(measured);
      expect(JSON.parse((await run('--status', '--json')).stdout)).toEqual({
        ...{ out: measured, checkpoints: 4, measured: 4, left: 0 },
        queue: { running: 0, waiting: 0, held: [] },
      });
      const collected = await run();
      expect(collected.code).toBe(0);
      expect(lines(collected.stderr)[0]).toBe('measuring: 20 pieces, 20 of them done earlier');
      for (const table of ['checkpoints', 'measurements', 'correlations']) {
        const [expected, found] = [join(here.out, 'measures', 'one-step'), measured].map((place_) =>
          readFileSync(join(place_, `${table}.csv`), 'utf8'),
        );
        expect(found, table).toBe(expected);
      }
    },
    patient,
  );

  it(
    'loses nothing to a task that is killed, a node that is lost, or a controller that starts anew',
    async () => {
      const job = place('disturbed', study);
      const { out, sweep } = job;
      expect((await sweep('--on', 'slurm')).code).toBe(0);
      await cluster.killController();
      await cluster.startController();
      // a controller that is killed before it has written down what it took knows nothing of it
      const { running, waiting } = await queued(out);
      if (running.length + waiting.length === 0) await sweep('--resubmit');

      const killed = await caught(out);
      signal(parentOf(killed), 'SIGKILL');
      const lost = await caught(out, (worker) => worker !== killed && /^n[12]$/.test(nodeOf(worker)));
      const node = nodeOf(lost) === 'n1' ? 1 : 2;
      await cluster.killNode(node);
      // by itself the controller would take half a minute to see it
      execFileSync('scontrol', ['update', `nodename=n${node}`, 'state=down', 'reason=lost']);
      await cluster.startNode(node);
      await untilIdle(out);

      // the one that was killed, unless the controller started it twice, and what the controller may have forgotten
      const { left, done } = JSON.parse((await sweep('--status', '--json')).stdout);
      expect(left + done, logs(out)).toBe(4);
      const { stderr } = await sweep('--resubmit');
      const submitted = new RegExp(`^measure: submitted ${left} tasks? as array`, 'm');
      expect(stderr).toMatch(left > 0 ? submitted : /^measure: all 4 runs are trained/m);
      await untilIdle(out);
      // of the 4 runs one was killed, and one lost its node
      expect(starts(out), logs(out)).toBeGreaterThanOrEqual(6);
      await expectSame(job);
    },
    patient,
  );

  it(
    'takes tasks out of the queue, and later submits what is missing',
    async () => {
      const { out, sweep } = place('cancelled', study);
      expect((await sweep('--on', 'slurm', '--max-parallel', '1')).code).toBe(0);
      await waitUntil('the first run', () => endedIn(out).length > 0, seconds);
      expect((await queued(out)).waiting.length).toBeGreaterThan(0);
      expect((await sweep('--cancel')).stderr).toMatch(/^measure: cancelled 1 array$/m);
      await untilIdle(out);
      const done = endedIn(out).length;
      expect(done).toBeLessThan(4);
      expect((await sweep('--cancel')).stderr).toBe('measure: nothing is in the queue\n');
      const { left } = JSON.parse((await sweep('--status', '--json')).stdout);
      const { stderr } = await sweep('--resubmit');
      expect(stderr).toMatch(new RegExp(`submitted ${left} tasks? as array`));
      await sweep('--cancel');
      await untilIdle(out);
    },
    patient,
  );
});

/** The node that a process runs on, as Slurm told it. */
function nodeOf(pid: number): string {
  return variableOf(pid, 'SLURMD_NODENAME') ?? '';
}
