import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/expectClose.ts';
import {
  cli,
  dataDirectory,
  type Ended,
  engine,
  expectOneLine,
  header,
  lines,
  temporaryFolder,
} from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'), ['mnist-cnn-batch-norm', 'mnist-mlp']);
const network = join(runs, 'mnist-cnn-batch-norm');

/** The arguments of a landscape of few points, of all 256 training examples. */
function landscape(out: string, checkpoint: string, ...more: readonly string[]): string[] {
  return [
    ...['landscape', checkpoint, '--data', dataDirectory, '--out', join(folder, out), '--engine', engine],
    ...['--samples', 'all', '--points', '5', '--span', '0.5', '--m', '64', '--workers', '1', ...more],
  ];
}

type Row = Readonly<Record<string, number>>;

function table(...path: string[]): Row[] {
  const [names, ...rows] = lines(readFileSync(join(folder, ...path), 'utf8')).map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, k) => [name, Number(cells[k])])));
}

const figures = ['plane', 'slices', 'line'];
const tables = [...figures, 'maximizers'];
const written = [
  ...figures.flatMap((name) => ['svg', 'png', 'vl.json'].map((ending) => `${name}.${ending}`)),
  ...tables.flatMap((name) => [`${name}.csv`, `${name}.parquet`]),
];

describe('measure landscape <checkpoint>', () => {
  let first: Ended;

  beforeAll(async () => {
    first = await cli(...landscape('out', network, '--workers', '2'));
  });

  it('says where the loss is highest, and what it is at the maximizer', () => {
    expect(first.code).toBe(0);
    expect(first.stderr).not.toContain('WARN');
    const [where, line, files] = lines(first.stdout);
    expect(where).toMatch(
      /^Loss 0\.\d+ at the centre; on the plane it is highest at α = \S+, β = \S+: [\d.]+, /,
    );
    expect(line).toMatch(
      /^On the line, at t = 1: adaptive sharpness, p = 2, element, ρ = 0\.5, one-step: \S+ ± \S+ \(4 groups of m = 64\)\.$/,
    );
    expect(files).toContain(join(folder, 'out', 'plane.svg'));
  });

  it('writes tables, figures and the manifest', () => {
    expect([...written, 'journal.jsonl'].filter((name) => !existsSync(join(folder, 'out', name)))).toEqual(
      [],
    );
    expect(tables.map((name) => header(join(folder, 'out', `${name}.csv`)))).toEqual([
      ['alpha', 'beta', 'loss'],
      ['direction', 'position', 'loss'],
      ['t', 'rise', 'standard_error', 'loss'],
      ['group', 'first_example', 'value', 'alpha', 'beta', 'share'],
    ]);
    const { schema, slice, checkpoint } = JSON.parse(
      readFileSync(join(folder, 'out', 'manifest.json'), 'utf8'),
    );
    expect({ schema, slice, checkpoint }).toEqual({
      schema: 'adaptive-sharpness/landscape/1',
      slice: { points: 5, span: 0.5, biasBn: 'ignored' },
      checkpoint: network,
    });
  });

  it('has the rows of a square around the weights, and the slices out of it', () => {
    const plane = table('out', 'plane.csv');
    expect(plane).toHaveLength(25);
    expect(plane[0]).toMatchObject({ alpha: -0.5, beta: -0.5 });
    expect(plane[1]!.beta).toBe(-0.5);
    expect(plane[12]).toMatchObject({ alpha: 0, beta: 0 });
    const along = plane.filter(({ beta }) => beta === 0).map(({ loss }) => loss);
    const slices = table('out', 'slices.csv');
    expect(slices.filter(({ direction }) => direction === 1).map(({ loss }) => loss)).toEqual(along);
    const across = plane.filter(({ alpha }) => alpha === 0).map(({ loss }) => loss);
    expect(slices.filter(({ direction }) => direction === 2).map(({ loss }) => loss)).toEqual(across);
  });

  it('has the training loss in the middle, and the measure of `measure run` at t = 1', async () => {
    const measured = join(folder, 'measured');
    const run = quickRun(network, measured, '--samples', 'all', '--m', '64', '--normalization', 'element');
    expect((await cli(...run)).code).toBe(0);
    const checkpoints = lines(readFileSync(join(measured, 'checkpoints.csv'), 'utf8'));
    const loss = Number(
      checkpoints[1]!.split(',')[header(join(measured, 'checkpoints.csv')).indexOf('train_loss')],
    );
    expectClose([table('out', 'plane.csv')[12]!.loss!], [loss], { relative: 1e-5 });
    const row = table('measured', 'measurements.csv').find(({ rho }) => rho === 0.5)!;
    const atMaximizer = table('out', 'line.csv').find(({ t }) => t === 1)!;
    // what `measure run` evaluates in float32, the line has in double precision where that is
    expectClose([atMaximizer.rise!], [row.value!], { relative: 1e-3 });
    expectClose([atMaximizer.standard_error!], [row.standard_error!], { relative: 1e-3 });
    const values = table('out', 'maximizers.csv').map(({ value }) => value!);
    expectClose([values.reduce((sum, value) => sum + value, 0) / 4], [row.value!], { relative: 1e-12 });
  });

  it('prints the same as one JSON document, silently, and goes on from what is done', async () => {
    const journal = join(folder, 'out', 'journal.jsonl');
    const before = readFileSync(journal);
    const { code, stdout, stderr } = await cli(...landscape('out', network, '--json', '--quiet'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ samples: 256, overflowed: 0, sharpness: { m: 64, groups: 4 } });
    const plane = table('out', 'plane.csv');
    expect(document.center).toEqual(plane[12]);
    expect(document.highest.loss).toBe(Math.max(...plane.map(({ loss }) => loss!)));
    expect(document.lowest.loss).toBe(Math.min(...plane.map(({ loss }) => loss!)));
    expect(readFileSync(journal)).toEqual(before);
  });

  it('writes the same bytes with another number of workers, and others with another seed', async () => {
    const content = (out: string, name: string) => readFileSync(join(folder, out, name));
    await cli(...landscape('again', network));
    const different = written.filter((name) => !content('out', name).equals(content('again', name)));
    expect(different).toEqual([]);
    await cli(...landscape('seed', network, '--seed', '1'));
    const differs = (name: string): boolean => !content('out', name).equals(content('seed', name));
    expect([differs('plane.csv'), differs('line.csv')]).toEqual([true, false]);
  });

  it('refuses to go on with another plane', async () => {
    expectOneLine(await cli(...landscape('out', network, '--span', '1', '--quiet')), 1, /span: 0\.5 -> 1/);
  });

  it('shows where the loss overflows, and how often', async () => {
    const { code, stdout } = await cli(
      ...landscape('far', join(runs, 'mnist-mlp'), '--span', '1e20', '--points', '3', '--quiet', '--json'),
      ...['--samples', '16', '--m', '8'],
    );
    expect(code).toBe(0);
    const { overflowed, highest, center } = JSON.parse(stdout);
    expect(overflowed).toBe(8);
    expect(highest).toEqual(center);
    expect(table('far', 'plane.csv')[0]!.loss).toBe(Number.POSITIVE_INFINITY);
    expect(readFileSync(join(folder, 'far', 'plane.svg'), 'utf8')).toContain('around 8 of 9 points');
  });

  it('climbs as it is told to', async () => {
    const { code, stdout } = await cli(
      ...landscape('climb', network, '--ascent', 'apgd', '--steps', '3', '--p', 'inf', '--points', '3'),
      ...['--samples', '16', '--m', '8'],
      ...['--normalization', 'none', '--rho', '1e-2', '--bias-bn', 'normalized', '--quiet'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('sharpness, p = ∞, ρ = 0.01, apgd: ');
    expect(table('climb', 'line.csv').map(({ t }) => t)).toEqual([-2, 0, 1, 2]);
  });
});

describe('what cannot be drawn is one line', () => {
  it.each<[string[], number, RegExp]>([
    [['--points', '4'], 2, /an odd whole number from 3/],
    [['--ascent', 'average-gaussian'], 2, /allowed choices are one-step, pgd, apgd, epfl-apgd/],
    [['--steps', '3'], 2, /--steps says nothing to --ascent one-step/],
    [['--normalization', 'filter'], 2, /the paper chose no radius for --normalization filter/],
    [['--ascent', 'apgd', '--p', '3', '--rho', '1'], 2, /apgd knows p = 2 and inf, not 3/],
    [['--samples', '32'], 1, /32 of 256 training examples make no group of m = 64/],
  ])('%j', async (more, code, why) => {
    expectOneLine(await cli(...landscape('none', network, ...more)), code, why);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('a folder that is no run', async () => {
    writeFileSync(join(folder, 'file'), '');
    expectOneLine(await cli(...landscape('none', join(folder, 'file'))), 1, /file/);
    expectOneLine(await cli(...landscape('none', join(folder, 'nowhere'))), 1, /nowhere.*no such file/);
  });
});
