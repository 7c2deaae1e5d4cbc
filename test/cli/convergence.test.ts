import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../src/report/index.ts';
import { cli, type Ended, engine, expectOneLine, lines, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = join(folder, 'runs');
const out = join(folder, 'out');
let ended: Ended;

type Row = Readonly<Record<string, unknown>>;
async function rowsOf(path: string): Promise<Row[]> {
  const { names, columns, rows } = await readTable(path);
  return Array.from({ length: rows }, (_, k) =>
    Object.fromEntries(names.map((name) => [name, columns[name]![k]])),
  );
}
const keyOf = ({ checkpoint, measure, rho, m }: Row) => JSON.stringify([checkpoint, measure, rho, m]);

const asked = (into: string, ...more: string[]) =>
  cli(...quickRun(runs, into, '--m', '4,8', '--quiet', ...more));

beforeAll(async () => {
  copyRuns(runs, ['mnist-mlp', 'mnist-cnn']);
  ended = await asked(out, '--samples', '128', '--convergence');
});

describe('measure run --convergence', () => {
  it('writes the values on growing numbers of samples; the last are the measurements', async () => {
    expect(ended.code).toBe(0);
    const [convergence, measurements] = await Promise.all(
      ['convergence.csv', 'measurements.csv'].map((name) => rowsOf(join(out, name))),
    );
    expect(convergence!.filter(({ samples }) => samples === 128)).toEqual(measurements);
    expect(await rowsOf(join(out, 'convergence.parquet'))).toEqual(convergence);
    const samples = (m: number) => [
      ...new Set(convergence!.filter((row) => row.m === m).map((row) => row.samples)),
    ];
    expect([samples(4), samples(8)]).toEqual([
      [16, 32, 64, 128],
      [32, 64, 128],
    ]);
  });

  it('gives what a run with fewer samples gives', async () => {
    const fewer = join(folder, 'fewer');
    expect((await asked(fewer, '--samples', '32')).code).toBe(0);
    const all = await rowsOf(join(out, 'convergence.csv'));
    const expected = await rowsOf(join(fewer, 'measurements.csv'));
    expect(expected).toHaveLength(16);
    for (const row of expected) {
      const found = all.find((one) => one.samples === 32 && keyOf(one) === keyOf(row))!;
      for (const column of ['value', 'standard_error', 'first_order']) {
        expect(Number(found[column]) / Number(row[column])).toBeCloseTo(1, 10);
      }
    }
    expect(existsSync(join(fewer, 'convergence.csv'))).toBe(false);
  });

  it('prints how many samples the errors need, a row a measure and m', () => {
    const printed = lines(ended.stdout);
    const head = printed.findIndex((line) => /^measure +ρ +m +samples +error +for 10 % +for 5 %$/.test(line));
    expect(printed[head - 2]).toMatch(
      /the median over 2 checkpoints, and the samples that 10 % and 5 % need/,
    );
    const rows = printed.slice(head + 2, head + 6);
    expect(rows.map((row) => row.replace(/ {2,}/g, '|').split('|').slice(0, 4))).toEqual(
      ['sharpness, p = 2', 'adaptive sharpness, p = 2, element'].flatMap((measure) =>
        ['4', '8'].map((m) => [measure, expect.stringMatching(/^0\.0?5$/), m, '128']),
      ),
    );
    for (const row of rows) expect(row).toMatch(/ [\d.]+ % +(~ )?\d+ +(~ )?\d+$/);
  });

  it('draws it, in files and in the page, as `measure report` does again', async () => {
    const figure = () =>
      readdirSync(join(out, 'report'))
        .filter((name) => name.startsWith('convergence'))
        .sort();
    const page = () => readFileSync(join(out, 'report/index.html'), 'utf8');
    expect(figure()).toEqual(['convergence.png', 'convergence.svg', 'convergence.vl.json']);
    const before = page();
    expect(before).toContain('How the measures settle');
    expect((await cli('report', out)).code).toBe(0);
    expect(page()).toBe(before);
  });

  it('measures nothing for it: the journal is that of a run without, and serves one', async () => {
    const journal = readFileSync(join(out, 'journal.jsonl'));
    const { code, stdout } = await asked(out, '--samples', '128', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).convergence).toBeUndefined();
    expect(readFileSync(join(out, 'journal.jsonl'))).toEqual(journal);
    expect(readdirSync(out).filter((name) => name.startsWith('convergence'))).toEqual([]);
    expect(readdirSync(join(out, 'report')).filter((name) => name.startsWith('convergence'))).toEqual([]);
  });
});

describe('measure run --curve', () => {
  it('writes the best value after each step, which only grows', async () => {
    const curved = join(folder, 'curved');
    const ascent = ['--ascent', 'apgd', '--steps', '4', '--samples', '8', '--curve'];
    const { code } = await cli(
      ...quickRun(join(runs, 'mnist-mlp'), curved, '--quiet', '--precision', precision(), ...ascent),
    );
    expect(code).toBe(0);
    const rows = await rowsOf(join(curved, 'measurements.csv'));
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      const curve = [1, 2, 3, 4].map((k) => Number(row[`best_${k}`]));
      expect([...curve].sort((a, b) => a - b)).toEqual(curve);
      expect(curve[0]).toBeGreaterThan(0);
      // the reported value is the best of the ascent's, of one step's and of 0
      const best = Math.max(curve[3]!, Number(row.one_step), 0);
      expect(Number(row.value) / best).toBeCloseTo(1, precision() === 'float64' ? 9 : 3);
    }
    expect(rows[0]).not.toHaveProperty('best_5');
  });

  it('is refused where an ascent has no steps', async () => {
    const refused = await cli(...quickRun(runs, join(folder, 'none'), '--curve'));
    expectOneLine(refused, 2, /--curve: --ascent one-step has no steps/);
  });
});

function precision(): 'float64' | 'float32' {
  return engine === 'native' ? 'float64' : 'float32';
}
