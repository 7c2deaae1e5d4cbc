import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, type Ended, expectOneLine, lines, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'));
const [plain, out] = ['plain', 'out'].map((name) => join(folder, name)) as [string, string];
const quick = (to: string, ...more: string[]): string[] => quickRun(runs, to, '--samples', '16', ...more);
let measured: Ended;

beforeAll(async () => {
  measured = await cli(...quick(out, '--complexity', 'norms'));
  await cli(...quick(plain));
}, 120_000);

const rowsOf = (...path: string[]): string[] => lines(readFileSync(join(...path), 'utf8'));

describe('--complexity', () => {
  it.each(['measurements', 'correlations'])('adds rows to %s, and changes no other', (table) => {
    const without = rowsOf(plain, `${table}.csv`);
    const added = rowsOf(out, `${table}.csv`).filter((row) => !without.includes(row));
    expect(rowsOf(out, `${table}.csv`).filter((row) => without.includes(row))).toEqual(without);
    expect(added.join('\n')).toContain('path_norm');
    // p, normalization and rho are empty
    for (const row of added) expect(row).toMatch(/(^|,)[a-z0-9_]+,,,,/);
  });

  it('is told beside the sharpness measures', () => {
    expect(measured.stdout).toMatch(/^path norm /m);
    expect(measured.stdout).toMatch(/^Of 10 measures/m);
    expect(readFileSync(join(out, 'report/index.html'), 'utf8')).toContain('L2 norm');
    expect(rowsOf(plain, 'manifest.json').join()).not.toContain('complexity');
  });

  it('is part of the plan that a journal serves', async () => {
    const journal = rowsOf(out, 'journal.jsonl');
    const again = await cli(...quick(out, '--complexity', 'norms'));
    expect(again.stdout).toBe(measured.stdout);
    expect(rowsOf(out, 'journal.jsonl')).toEqual(journal);
    expectOneLine(await cli(...quick(out, '--quiet')), 1, /complexity: \["norms"\] -> nothing/);
  });

  it('names the families where it is given another word', async () => {
    expectOneLine(await cli(...quick(out, '--complexity', 'norm')), 2, /allowed choices are norms/);
  });
});
