import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { takeLock } from '../../src/jobs/lockFile.ts';
import { makeFolder } from '../../src/makeFolder.ts';
import { keepPlan } from '../../src/studies/sweep/sweepFolder.ts';
import { taskNumbers } from '../../src/studies/sweep/taskNumbers.ts';
import { smallDisk } from '../support/sweep/smallDisk.ts';
import { tinyPlan } from '../support/sweep/tinyPlan.ts';
import {
  checkpointsIn,
  endedIn,
  modelsOf,
  runsIn,
  sweepByOne,
  sweepOf,
  tablesOf,
  writeTinyStudy,
} from '../support/sweep/tinySweep.ts';
import { signal, variableOf, workersOf } from '../support/sweep/workers.ts';
import { cli, type Ended, expectOneLine, lines, type Running, start, temporaryFolder } from './cli.ts';

/** Much more than it takes: other programs may need the machine too. */
const patient = 240_000;

const folder = temporaryFolder();
const at = (...parts: string[]): string => join(folder, ...parts);

/** For tests of how runs are trained, which one quick measure is enough for. */
const oneMeasure = ['one-step: {samples: 16, rho: 0.1}'];

/** A folder for one test, with a study in it. */
function place(name: string, said: Parameters<typeof writeTinyStudy>[1] = {}) {
  makeFolder(at(name));
  return { study: writeTinyStudy(at(name), said), out: at(name, 'out') };
}

const whole = place('whole');
let first: Ended;

beforeAll(async () => {
  first = await cli(...sweepOf(whole.study, whole.out));
}, patient);

const configurations = [
  ...['batchSize=16_learningRate=0.03', 'batchSize=16_learningRate=0.1'],
  ...['batchSize=32_learningRate=0.03', 'batchSize=32_learningRate=0.1'],
];
const names = configurations.flatMap((name) => [`${name}_seed=0`, `${name}_seed=1`]);

/** When files were last written. */
function times(out: string): number[] {
  return runsIn(out).map((name) => statSync(join(out, 'runs', name, 'config.json')).mtimeMs);
}

/** Waits for something that a command comes to, and that it has not ended before. */
async function until(what: string, { process }: Running, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    if (process.exitCode !== null || process.signalCode !== null)
      throw new Error(`it ended before it came to ${what}`);
    await sleep(5);
  }
}

describe('measure sweep', { timeout: patient }, () => {
  it('trains every run, measures all of them in each way, correlates and reports', () => {
    expect({ code: first.code, signal: first.signal }).toEqual({ code: 0, signal: null });
    expect(runsIn(whole.out)).toEqual(names);
    expect(endedIn(whole.out)).toEqual(names);
    for (const measure of ['one-step', 'ascent']) {
      expect(checkpointsIn(whole.out, measure)).toEqual(names);
      expect(existsSync(join(whole.out, 'measures', measure, 'report', 'index.html'))).toBe(true);
      expect(first.stdout).toContain(`Report: ${join(whole.out, 'measures', measure, 'report/index.html')}`);
    }
    const { hyperparameters } = JSON.parse(
      readFileSync(join(whole.out, 'runs', names[0]!, 'config.json'), 'utf8'),
    );
    expect(hyperparameters).toMatchObject({ batchSize: 16, learningRate: 0.03 });
    expect(first.stdout).toMatch(/^one-step:\n[\s\S]*^τ \(rank corr\.\)[\s\S]*^ψ batchSize/m);
    expect(first.stdout).toMatch(/8 runs measured: 8 entered the correlation, the gate left 0 out\./);
  });

  it('says on stderr how far it is', () => {
    const said = lines(first.stderr);
    expect(said[0]).toBe('training: 8 runs');
    const trained = said.find((line) => line.startsWith('trained in'));
    expect(trained).toMatch(
      /^trained in \d+ s: 8 done, 0 diverged, 0 failed {2}test accuracy \d+\.\d % to \d+\.\d % \(.*_seed=\d\)$/,
    );
    expect(said).toContain('measure: measuring ascent');
  });

  it('does nothing when it is started again, and says the same', async () => {
    const [before, written] = [tablesOf(whole.out), times(whole.out)];
    const again = await cli(...sweepOf(whole.study, whole.out));
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout: first.stdout });
    expect(lines(again.stderr)[0]).toBe('training: all 8 runs are there');
    expect(lines(again.stderr)).toContain('measuring: 40 pieces, 40 of them done earlier');
    expect([tablesOf(whole.out), times(whole.out)]).toEqual([before, written]);
  });
});

describe('a sweep whose runs are not as it left them', { timeout: patient }, () => {
  /** A copy of the whole sweep, with one of its models changed. */
  function withModel(name: string, change: (model: Buffer) => Buffer): { out: string; run: string } {
    const out = at(name);
    cpSync(whole.out, out, { recursive: true });
    const run = join(out, 'runs', names[2]!);
    const model = join(run, 'model.safetensors');
    writeFileSync(model, change(readFileSync(model)));
    return { out, run };
  }

  it('says which ones were not measured, and why', async () => {
    const { out, run } = withModel('not-a-number', (bytes) => {
      bytes.writeFloatLE(Number.NaN, bytes.length - 4);
      return bytes;
    });
    const { code, stderr } = await cli(...sweepByOne(whole.study, out, '--quiet'));
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/^measure: skipped .*\n$/) });
    expect(stderr).toContain(`skipped ${run}: fc2.bias holds NaN`);
    expect(checkpointsIn(out)).toEqual(names.filter((name) => name !== names[2]));
  });
});

describe('a finished run that is not the one of its study', { timeout: patient }, () => {
  it('is named and left out, and a task refuses it', async () => {
    const out = at('foreign');
    cpSync(whole.out, out, { recursive: true });
    const [cut, other] = [join(out, 'runs', names[1]!), join(out, 'runs', names[6]!)];
    truncateSync(join(cut, 'model.safetensors'), 4000);
    const config = join(other, 'config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"epochs": 60', '"epochs": 61'));

    const { code, stderr } = await cli(...sweepByOne(whole.study, out, '--quiet'));
    expect({ code, said: lines(stderr) }).toEqual({
      code: 3,
      said: [
        expect.stringMatching(`failed ${names[1]}: ${cut}/model\\.safetensors: .*cut off or damaged`),
        expect.stringMatching(
          `failed ${names[6]}: ${other}: .*other options \\(training\\.epochs: 61 -> 60\\)`,
        ),
      ],
    });
    expect(checkpointsIn(out)).toEqual(names.filter((_, index) => index !== 1 && index !== 6));
    const [task] = taskNumbers(out, [names[1]!]);
    expectOneLine(await cli('task', out, String(task)), 1, /cut off or damaged/);
  });
});

describe('a sweep that is disturbed', { timeout: patient }, () => {
  /** What changes as runs are trained, and as they are measured. */
  const traces = {
    training: (out: string): string => {
      const states = runsIn(out).map((name) => join(out, 'runs', name, 'unfinished'));
      return states.flatMap((state) => (existsSync(state) ? readdirSync(state) : [])).join();
    },
    measuring: (out: string): string => {
      const journals = ['one-step', 'ascent'].map((name) => join(out, 'measures', name, 'journal.jsonl'));
      return journals.map((journal) => (existsSync(journal) ? statSync(journal).size : 0)).join();
    },
  };
  const rounds = [
    { phase: 'training', how: 'SIGKILL' },
    { phase: 'training', how: 'SIGINT' },
    { phase: 'measuring', how: 'SIGINT' },
    { phase: 'measuring', how: 'SIGKILL' },
  ] as const;

  /** Starts a sweep, kills one of its workers in a phase of it, and stops it a little later. */
  async function disturb(args: readonly string[], out: string, { phase, how }: (typeof rounds)[number]) {
    const before = traces[phase](out);
    const sweep = start(args);
    const { pid } = sweep.process;
    // workers of the round before may still write, and Ctrl-C is heard only from here on
    await Promise.race([once(sweep.process.stderr!, 'data'), sweep.ended]);
    const isOver = (): boolean => sweep.process.exitCode !== null || sweep.process.signalCode !== null;
    while (!isOver() && traces[phase](out) === before) await sleep(5);
    await sleep(Math.random() * 300);
    const [worker] = workersOf(pid!);
    if (worker !== undefined) signal(worker, 'SIGKILL');
    await Promise.race([sleep(Math.random() * 1500), sweep.ended]);
    // a terminal sends Ctrl-C to all of them
    const all = how === 'SIGINT' ? workersOf(pid!) : [];
    for (const one of all) signal(one, how);
    sweep.process.kill(how);
    return sweep.ended;
  }

  it('comes to the same tables as one that is not, wherever it is stopped', async () => {
    const { study, out } = place('disturbed');
    const ends: string[] = [];
    for (const round of rounds) {
      const { code, signal: by, stderr } = await disturb(sweepOf(study, out), out, round);
      ends.push(`${round.phase} ${by ?? code}`);
      expect([0, 130, 'SIGKILL'], `${ends}: ${stderr}`).toContain(by ?? code);
    }
    const { code, stderr } = await cli(...sweepByOne(study, out));
    expect({ code, ends }, stderr).toEqual({ code: 0, ends });
    expect(ends.filter((end) => !end.endsWith(' 0')).length, `${ends}`).toBeGreaterThan(1);
    expect(tablesOf(out), `${ends}`).toEqual(tablesOf(whole.out));
    expect(modelsOf(out), `${ends}`).toEqual(modelsOf(whole.out));
  });

  it('loses no run to a process that dies while it removes the state of a complete one', async () => {
    const { study, out } = place('torn', { seeds: [0], grid: [], measures: oneMeasure });
    const preload = fileURLToPath(new URL('../support/sweep/killWhileRemoving.mjs', import.meta.url));
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(preload)}`, MARKER: at('torn', 'killed') };
    const killed = await start(sweepByOne(study, out, '--retries', '0'), { env }).ended;
    expect(existsSync(env.MARKER)).toBe(true);
    expect(killed.stderr).toMatch(/seed=0: the worker was killed/);
    const { code, stderr } = await cli(...sweepByOne(study, out));
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('failed') });
    expect(endedIn(out)).toEqual(['seed=0']);
  });

  const long = {
    grid: ['training.epochs: [2, 500]'],
    seeds: [0],
    measures: oneMeasure,
  };
  const [short, slow] = ['epochs=2_seed=0', 'epochs=500_seed=0'];

  /** Starts a sweep of one worker, and kills the worker once its first run has so many epochs. */
  async function withLostWorker(name: string, epochs: number, ...more: readonly string[]) {
    const { study, out } = place(name, long);
    const args = sweepByOne(study, out);
    const sweep = start([...args, ...more]);
    const state = join(out, 'runs', slow!, 'unfinished');
    const saved = (): string[] => (existsSync(state) ? readdirSync(state) : []);
    await until('a state', sweep, () =>
      saved().some((entry) => Number(/^epoch-(\d+)$/.exec(entry)?.[1]) >= epochs),
    );
    const [worker] = workersOf(sweep.process.pid!);
    process.kill(worker!, 'SIGKILL');
    return { args, out, ended: await sweep.ended };
  }

  it('goes on with the run of a worker that died; without retries it fails, and the next call trains it', async () => {
    const mended = await withLostWorker('mended', 1);
    expect(mended.ended.stderr).toMatch(
      new RegExp(`warning: a worker was lost while it trained ${slow} \\(.*SIGKILL.*; a new one goes on`),
    );
    expect(mended.ended.code).toBe(0);

    const failed = await withLostWorker('failed', 100, '--retries', '0');
    expect(failed.ended.code).toBe(3);
    expect(failed.ended.stderr).toMatch(new RegExp(`^measure: failed ${slow}: the worker was killed`, 'm'));
    expect(failed.ended.stderr).not.toContain('warning');
    expect(endedIn(failed.out)).toEqual([short]);
    expect(checkpointsIn(failed.out)).toEqual([short]);
    const { code, stderr } = await cli(...failed.args);
    expect({ code, first: lines(stderr)[0] }).toEqual({
      code: 0,
      first: 'training: 2 runs, 1 of them done earlier',
    });
    expect(tablesOf(failed.out)).toEqual(tablesOf(mended.out));
    expect(modelsOf(failed.out)).toEqual(modelsOf(mended.out));
  });
});

describe('a run', { timeout: patient }, () => {
  it('that diverges is counted, and not trained again; the same as one JSON document', async () => {
    const said = { seeds: [0], grid: ['training.learningRate: [0.1, 1e6]'], measures: oneMeasure };
    const { study, out } = place('diverged', said);
    const ended = await cli(...sweepByOne(study, out));
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('measure: diverged, without a model: learningRate=1000000_seed=0');
    expect(checkpointsIn(out)).toEqual(['learningRate=0.1_seed=0']);
    const written = times(out);
    const again = await cli(...sweepByOne(study, out, '--json', '--quiet'));
    expect(again.code).toBe(3);
    expect(again.stderr).toBe('measure: diverged, without a model: learningRate=1000000_seed=0\n');
    const document = JSON.parse(again.stdout);
    expect(document).toMatchObject({
      ...{ study: 'tiny', out, runs: 2, diverged: ['learningRate=1000000_seed=0'], failed: [] },
      measured: [
        { name: 'one-step', out: join(out, 'measures/one-step'), checkpoints: 1, models: 1, skipped: [] },
      ],
    });
    expect(document.measured[0].correlations).toBeInstanceOf(Array);
    expect(times(out)).toEqual(written);
  });

  it('that another process trains is left to it: it fails here, a task waits for it', async () => {
    const { study, out } = place('locked', {
      seeds: [0],
      grid: ['training.batchSize: [16, 32]'],
      measures: oneMeasure,
    });
    const [busy, free] = ['batchSize=16_seed=0', 'batchSize=32_seed=0'];
    const state = join(out, 'runs', busy!, 'unfinished');
    makeFolder(state);
    const lock = takeLock(join(state, 'lock'));
    const sweep = await cli(...sweepByOne(study, out));
    expect(sweep.code).toBe(3);
    expect(sweep.stderr).toMatch(
      new RegExp(`^measure: failed ${busy}: .*/lock: process ${process.pid} is writing there`, 'm'),
    );
    expect(checkpointsIn(out)).toEqual([free]);

    const task = start(['task', out, `${taskNumbers(out, [busy!])}`]);
    await sleep(4500);
    expect(task.process.exitCode).toBeNull();
    expect(endedIn(out)).toEqual([free]);
    lock.release();
    const { code, stderr } = await task.ended;
    expect({ code, said: lines(stderr) }).toEqual({
      code: 0,
      said: [`measure: ${busy}: done`, `measure: ${busy}: measured (one-step)`],
    });
    expect(endedIn(out)).toEqual([busy, free]);
  });

  it('of a task that is delivered twice is trained and measured once', async () => {
    const out = at('delivered', 'out');
    makeFolder(at('delivered'));
    keepPlan(out, tinyPlan(at('delivered'), { seeds: [0], grid: [], measures: oneMeasure }));
    expect(taskNumbers(out, ['seed=0'])).toEqual([0]);
    const both = await Promise.all([cli('task', out, '0'), cli('task', out, '0')]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: expect.stringMatching(/measured \(one-step\)\n$/) },
      { code: 0, stderr: expect.stringMatching(/measured \(one-step\)\n$/) },
    ]);
    expect(endedIn(out)).toEqual(['seed=0']);
    const journals = readdirSync(join(out, 'measures', 'one-step', 'journal'));
    expect(journals.filter((name) => !name.endsWith('.lock'))).toEqual([expect.stringMatching(/\.jsonl$/)]);
    expect(await cli('task', out, '1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/runs\.txt: has no line 1, .*no such task was submitted\n$/),
    });
  });
});

describe('a folder', { timeout: patient }, () => {
  it('of another study is refused, with what differs', async () => {
    const other = place('other', { hidden: 9 });
    const before = readFileSync(join(whole.out, 'sweep.json'), 'utf8');
    const refused = await cli(...sweepOf(other.study, whole.out));
    expectOneLine(
      refused,
      1,
      /whole\/out: holds another study \(base\.model\.hidden.*8.* -> .*9.*choose another folder/,
    );
    const axes = place('axes', { grid: ['training.batchSize: [16, 32]', 'training.momentum: [0.1]'] });
    expectOneLine(
      await cli(...sweepOf(axes.study, whole.out)),
      1,
      /holds another study \(axes\[1\]: "training\.learningRate" -> "training\.momentum"\)/,
    );
    expect(readFileSync(join(whole.out, 'sweep.json'), 'utf8')).toBe(before);
    expect(runsIn(whole.out)).toEqual(names);
  });

  it('takes more values, and its tables have those of the study', async () => {
    const sweep = (batchSizes: readonly number[], seeds: readonly number[]): Promise<Ended> => {
      const grid = [`training.batchSize: [${batchSizes}]`];
      const { study, out } = place('growing', { grid, seeds, measures: oneMeasure });
      return cli(...sweepByOne(study, out));
    };
    const out = at('growing', 'out');
    expect((await sweep([16], [0, 1])).code).toBe(0);
    const earlier = times(out);
    const grown = await sweep([32, 16], [1]);
    const [said] = lines(grown.stderr);
    expect({ code: grown.code, said }).toEqual({ code: 0, said: 'training: 2 runs, 1 of them done earlier' });
    expect(checkpointsIn(out)).toEqual(['batchSize=32_seed=1', 'batchSize=16_seed=1']);
    expect(runsIn(out)).toHaveLength(3);
    expect(times(out).slice(0, 2)).toEqual(earlier);
  });

  it('that is being worked at is refused', async () => {
    const { study, out } = place('twice');
    const one = start(sweepByOne(study, out));
    await until('its first run', one, () => runsIn(out).length > 0);
    expectOneLine(
      await cli(...sweepByOne(study, out)),
      1,
      new RegExp(`sweep\\.json\\.lock: process ${one.process.pid} is writing there`),
    );
    const plan = (): string => readFileSync(join(out, 'sweep.json'), 'utf8');
    const kept = plan();
    makeFolder(at('twice', 'other'));
    const other = writeTinyStudy(at('twice', 'other'), { seeds: [7] });
    expectOneLine(await cli(...sweepByOne(other, out)), 1, /is writing there/);
    expect(plan()).toBe(kept);
    one.process.kill('SIGINT');
    const { code, stdout, stderr } = await one.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(lines(stderr).at(-1)).toMatch(
      /^measure: stopped: \d of 8 runs have a model; the same command goes on/,
    );
  });

  it('on a disk that fills up, or becomes read-only, ends with one line, and goes on from there', async ({
    skip,
  }) => {
    const { study, out } = place('disk');
    const disk = smallDisk(out, '220k');
    if (disk === undefined) return skip('no file system can be mounted here');
    const noise = /^(training|trained|measuring|measured|\d+ done|measure: measuring)/;
    const said = ({ stderr }: Ended): string[] => lines(stderr).filter((line) => !noise.test(line));

    const full = await cli(...sweepByOne(study, out));
    expect({ code: full.code, said: said(full) }).toEqual({
      code: 1,
      said: [
        expect.stringMatching(
          /^measure: .*disk\/out\/.*(no space|disk is full).*make room .*: what is finished is kept$/,
        ),
      ],
    });
    disk.remount('size=10m');
    const sweep = start(sweepByOne(study, out));
    const before = endedIn(out).length;
    await until('one more run', sweep, () => endedIn(out).length > before);
    disk.remount('ro');
    const readOnly = await sweep.ended;
    expect({ code: readOnly.code, said: said(readOnly) }).toEqual({
      code: 1,
      said: [expect.stringMatching(/^measure: .*disk\/out\/.*read-only/)],
    });
    disk.remount('rw');
    const { code } = await cli(...sweepByOne(study, out));
    expect(code).toBe(0);
    expect(tablesOf(out)).toEqual(tablesOf(whole.out));
    expect(modelsOf(out)).toEqual(modelsOf(whole.out));
  });

  it('whose runs cannot be trained says why', async () => {
    const { study, out } = place('no-data', { seeds: [0], grid: [], measures: oneMeasure });
    const args = sweepByOne(study, out, '--data', at('nowhere'), '--quiet');
    expectOneLine(await cli(...args), 1, /study\.yaml:4:19: dataset\.name: .*nowhere\/mnist: no such folder/);
    expect(existsSync(out)).toBe(false);
    const blocked = place('blocked', { seeds: [0], grid: [], measures: oneMeasure });
    makeFolder(blocked.out);
    writeFileSync(join(blocked.out, 'runs'), '');
    expectOneLine(
      await cli(...sweepByOne(blocked.study, blocked.out, '--quiet')),
      1,
      /runs: is a file; a folder is expected/,
    );
    rmSync(join(blocked.out, 'runs'));
    expect((await cli(...sweepByOne(blocked.study, blocked.out))).code).toBe(0);
  });
});

describe('what a sweep is told', { timeout: patient }, () => {
  it('--gpus gives every worker one of them, that trains and measures', async () => {
    const { study, out } = place('gpus', { seeds: [0], measures: oneMeasure });
    const sweep = start(sweepOf(study, out, '--gpus', '3,GPU-5'));
    const seen = { training: new Set<string | undefined>(), measuring: new Set<string | undefined>() };
    while (sweep.process.exitCode === null) {
      const phase = endedIn(out).length < 4 ? 'training' : 'measuring';
      for (const pid of workersOf(sweep.process.pid!)) {
        // of one that is just being started, or has ended, there is nothing
        if (variableOf(pid, 'TF_NUM_INTRAOP_THREADS'))
          seen[phase].add(variableOf(pid, 'CUDA_VISIBLE_DEVICES'));
      }
      await sleep(20);
    }
    expect((await sweep.ended).code).toBe(0);
    const both = new Set(['3', 'GPU-5']);
    expect(seen).toEqual({ training: both, measuring: both });
  });

  it('--dry-run lists the runs and what they would cost, and makes nothing', async () => {
    const { study, out } = place('dry');
    const { code, stdout } = await cli(...sweepOf(study, out, '--dry-run'));
    expect(code).toBe(0);
    expect(lines(stdout).slice(0, 8)).toEqual(
      names.map((name) => expect.stringMatching(new RegExp(`^${name}  \\d+ s$`))),
    );
    expect(lines(stdout).slice(8)).toEqual([
      `8 runs in ${out}, measured in 2 ways`,
      expect.stringMatching(
        /^training: \d+ s of one worker at \d+ to \d+ images\/s, .*; measuring comes on top$/,
      ),
      'disk: 0.3 MB of run folders',
    ]);
    const json = JSON.parse(
      (await cli(...sweepOf(study, out, '--dry-run', '--json', '--gpus', '0,1,2'))).stdout,
    );
    expect(json).toMatchObject({ study: 'tiny', out, workers: 3 });
    expect(json.runs).toEqual(names.map((name) => ({ name, seconds: expect.any(Number) })));
    expect(existsSync(out)).toBe(false);
  });

  it('--schema needs no study', async () => {
    const { code, stdout } = await cli('sweep', '--schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('--status counts what is on the disk, also where the queue cannot be asked', async () => {
    const { study, out } = place('status');
    const args = sweepOf(study, out, '--status');
    const { code, stdout } = await cli(...args);
    expect({ code, said: lines(stdout) }).toEqual({
      code: 0,
      said: [
        '8 runs: 0 done, 0 diverged, 0 unfinished, 8 missing',
        'measured (one-step): 0 of 0',
        'measured (ascent): 0 of 0',
        'queue: 0 running, 0 waiting',
      ],
    });
    const slurm = join(out, 'slurm');
    makeFolder(slurm);
    const asked = { kind: 'asked', name: 'tiny-0123456789', tasks: 8, time: new Date().toISOString() };
    writeFileSync(join(slurm, 'submissions.jsonl'), `${JSON.stringify(asked)}\n`);
    const env = { PATH: at('nowhere') };
    const without = await start(args, { env }).ended;
    expect(without.code).toBe(0);
    expect(lines(without.stdout)[3]).toBe('queue: not known (squeue is not installed here)');
    for (const flag of ['--resubmit', '--cancel']) {
      const refused = await start(sweepOf(study, out, flag), { env }).ended;
      expectOneLine(refused, 1, /squeue is not installed here/);
    }
  });
});
