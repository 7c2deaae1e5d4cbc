import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/makeFolder.ts';
import { sweepOf, type TinyStudy, writeTinyStudy } from '../support/sweep/tinySweep.ts';
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
