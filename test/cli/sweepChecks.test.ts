import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/makeFolder.ts';
import { sweepByOne, sweepOf, type TinyStudy, writeTinyStudy } from '../support/sweep/tinySweep.ts';
import { cli, expectOneLine, lines, start, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
const at = (...parts: string[]): string => join(folder, ...parts);

/** A folder for one test, with a study in it. */
function place(name: string, said: TinyStudy = {}) {
  makeFolder(at(name));
  return { study: writeTinyStudy(at(name), said), out: at(name, 'out') };
}

describe('a sweep, before anything is trained', { timeout: 120_000 }, () => {
  it('refuses what its dataset has not, also in a dry run and on a cluster', async () => {
    const { study, out } = place('too-many', { grid: ['dataset.trainCount: [128, 2001]'] });
    const why =
      /study\.yaml:7:29: dataset\.trainCount: 2001 training examples are asked for, and mnist holds 2000/;
    for (const more of [[], ['--dry-run'], ['--on', 'slurm']]) {
      expectOneLine(await cli(...sweepOf(study, out, ...more)), 1, why);
    }
    expect(existsSync(out)).toBe(false);
  });

  it('needs its dataset, but for the tasks of a cluster, which may have it elsewhere', async () => {
    const { study, out } = place('elsewhere');
    const args = sweepOf(study, out, '--data', at('nowhere'));
    const why = /study\.yaml:4:19: dataset\.name: .*nowhere\/mnist: no such folder/;
    expectOneLine(await cli(...args), 1, why);
    expect(existsSync(out)).toBe(false);
    const submitted = await start([...args, '--on', 'slurm'], { env: { PATH: at('nowhere') } }).ended;
    expect(lines(submitted.stderr)).toEqual([
      expect.stringMatching(
        /^measure: warning: the study is not checked against its datasets: .*no such folder/,
      ),
      expect.stringMatching(/^measure: \w+ is not installed here/),
    ]);
  });

  it('without its dataset lists its runs all the same', async () => {
    const { study, out } = place('without');
    const args = sweepOf(study, out, '--dry-run', '--data', at('nowhere'));
    const { code, stdout, stderr } = await cli(...args);
    expect(code).toBe(0);
    expect(lines(stdout)).toHaveLength(9);
    expect(lines(stderr)).toEqual([expect.stringMatching(/^measure: the time is not estimated: .*nowhere/)]);
  });
});

it('a dry run of ten million runs lists some, and says so', async () => {
  const hundred = `[${Array.from({ length: 100 }, (_, k) => k + 1)}]`;
  const { study, out } = place('many', {
    grid: ['training.batchSize', 'training.epochs', 'training.weightDecay'].map(
      (key) => `${key}: ${hundred}`,
    ),
    seeds: Array.from({ length: 10 }, (_, k) => k),
  });
  const { code, stdout } = await cli(...sweepOf(study, out, '--dry-run', '--data', at('nowhere')));
  const said = lines(stdout);
  expect({ code, length: said.length, last: said.at(-1) }).toEqual({
    ...{ code: 0, length: 10_001 },
    last: `10000000 runs in ${out}, measured in 2 ways; the 10000 above, spread over the grid, stand for all of them`,
  });
}, 120_000);

describe('a file in the place of a run', { timeout: 120_000 }, () => {
  it('fails that run alone, and is counted as missing', async () => {
    const { study, out } = place('in-place', {
      ...{ epochs: 2, seeds: [0], grid: ['training.batchSize: [16, 32]'] },
      measures: ['one: {samples: 16, rho: 0.1}'],
    });
    makeFolder(join(out, 'runs'));
    const file = join(out, 'runs', 'batchSize=16_seed=0');
    writeFileSync(file, '');
    const status = await cli(...sweepOf(study, out, '--status'));
    expect(lines(status.stdout)[0]).toBe('2 runs: 0 done, 0 diverged, 0 unfinished, 2 missing');
    const { code, stdout, stderr } = await cli(...sweepByOne(study, out, '--quiet'));
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `measure: failed batchSize=16_seed=0: ${file}: is a file; a folder is expected\n`,
    });
    expect(stdout).toMatch(/^1 run measured/m);

    // and one that came to its end, and is damaged
    truncateSync(join(out, 'runs', 'batchSize=32_seed=0', 'model.safetensors'), 4000);
    const after = await cli(...sweepOf(study, out, '--status'));
    expect({ code: after.code, said: lines(after.stdout).slice(0, 2) }).toEqual({
      code: 3,
      said: ['2 runs: 0 done, 0 diverged, 0 unfinished, 1 missing, 1 failed', 'measured (one): 0 of 0'],
    });
    expect(after.stderr).toMatch(/^measure: failed batchSize=32_seed=0: .*cut off or damaged; delete .*\n$/);
  });
});

it('a sweep whose runs all diverge says so, and why', async () => {
  const { study, out } = place('diverged', {
    ...{ epochs: 60, seeds: [0], grid: ['training.learningRate: [1e6, 1e7]'] },
    measures: ['one: {samples: 16, rho: 0.1}'],
  });
  const why =
    /out: no run has a model; the first of 2 that diverged: learningRate=1000000_seed=0: .*(NaN|infinite|finite)/;
  expectOneLine(await cli(...sweepByOne(study, out, '--quiet')), 1, why);
  expectOneLine(await cli(...sweepByOne(study, out, '--quiet', '--json')), 1, why);
  writeFileSync(join(out, 'runs', 'learningRate=10000000_seed=0', 'diverged.json'), '');
  expectOneLine(
    await cli(...sweepByOne(study, out, '--quiet')),
    1,
    /the first of 1 that diverged: .*; the first of 1 that failed: learningRate=10000000_seed=0: .*damaged/,
  );
}, 120_000);

describe('the command line of a sweep', { timeout: 60_000 }, () => {
  it.each<[string[], RegExp]>([
    [[], /missing required argument 'study'/],
    [['s.yaml', '--status', '--cancel'], /--status and --cancel exclude each other/],
    [['s.yaml', '--resubmit', '--on', 'local'], /--resubmit and --on local exclude each other/],
    [['s.yaml', '--partition', 'gpu'], /--partition is for --on slurm and --resubmit/],
    [['s.yaml', '--status', '--max-parallel', '2'], /--max-parallel is for --on slurm and --resubmit/],
    [['s.yaml', '--on', 'cloud'], /local, slurm/],
    [['s.yaml', '--retries', '-1'], /--retries/],
    [['s.yaml', '--workers', '0'], /--workers/],
    [['s.yaml', '--gpus', '0,0'], /0 stands there twice/],
    [['s.yaml', '--max-parallel', '0'], /--max-parallel/],
    [['s.yaml', '--on', 'slurm', '--sbatch', '"--mem=1G'], /is not closed/],
    [
      ['s.yaml', '--on', 'slurm', '--sbatch', '--mem=1G --wait'],
      /options of sbatch: --wait cannot be used here/,
    ],
    [
      ['s.yaml', '--on', 'slurm', '--gpus', '0'],
      /--gpus is for this machine; .* --gres gpu:1 gives each task one/,
    ],
    [
      ['s.yaml', '--resubmit', '--retries', '2'],
      /--retries is for this machine; .* --resubmit submits again/,
    ],
    [['s.yaml', '--on', 'slurm', '--workers', '2'], /--workers is for this machine; .*"--cpus-per-task=4"/],
    [['s.yaml', '--dry-run', '--status'], /--dry-run and --status exclude each other/],
  ])('%j is wrong usage', async (args, why) => {
    expectOneLine(await cli('sweep', ...args), 2, why);
  });

  it('a study file that is not there or wrong is one line', async () => {
    expectOneLine(await cli('sweep', at('none.yaml')), 1, /none\.yaml/);
    const { study } = place('wrong', { grid: ['training.learningRate: [0.1, -1]'] });
    expectOneLine(await cli('sweep', study), 1, /study\.yaml:7:32: training\.learningRate: a number above 0/);
  });
});
