import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, dataDirectory, engine, expectOneLine, temporaryFolder } from './cli.ts';
import { copyRuns } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = join(folder, 'runs');

beforeAll(() => {
  copyRuns(runs, ['mnist-cnn-batch-norm', 'mnist-mlp']);
});

type Cells = Readonly<Record<string, string>>;

/** Runs a preset on 128 examples, that of many steps on the smaller network; the rows of measurements.csv, and the manifest. */
async function measured(preset: string, ...more: readonly string[]) {
  const out = join(folder, [preset, ...more].join(' ').replaceAll(/\W+/g, '-'));
  const { code, stderr } = await cli(
    ...[
      'run',
      join(runs, preset === 'epfl' ? 'mnist-mlp' : 'mnist-cnn-batch-norm'),
      '--data',
      dataDirectory,
      '--out',
      out,
      '--engine',
      engine,
      '--quiet',
      '--workers',
      '1',
    ],
    ...['--min-train-accuracy', '0', '--samples', '128', '--preset', preset, ...more],
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const [names, ...lines] = readFileSync(join(out, 'measurements.csv'), 'utf8').trim().split('\n');
  const columns = names!.split(',');
  const rows = lines.map(
    (line): Cells => Object.fromEntries(line.split(',').map((cell, k) => [columns[k]!, cell])),
  );
  return { rows, manifest: JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) };
}

/** The different values of a column, as they come. */
function valuesOf(rows: readonly Cells[], column: string): string {
  return [...new Set(rows.map((row) => row[column]))].join(' ');
}

/** What the rows say of how they were measured. */
function choices(rows: readonly Cells[]): Cells {
  const columns = [
    'p',
    'normalization',
    'rho',
    'ascent',
    'm',
    'samples',
    'bias',
    'eta',
    'loss',
    'bn_mode',
    'steps',
  ];
  return Object.fromEntries(columns.map((column) => [column, valuesOf(rows, column)]));
}

const common = {
  ascent: 'one-step',
  samples: '128',
  loss: 'cross-entropy',
  bn_mode: 'evaluation',
  steps: '',
};

describe('measure run --preset', { timeout: 240_000 }, () => {
  it.each<[string, number, Cells]>([
    [
      'asam-paper',
      4 * 12,
      {
        ...{ ...common, p: '2 inf', normalization: 'none element', m: '8', bias: 'constant', eta: '0.01' },
        rho: '0.000005 0.00001 0.00005 0.0001 0.0005 0.001 0.005 0.01 0.05 0.1 0.5 1',
      },
    ],
    [
      'samsung',
      1,
      {
        ...{
          ...common,
          p: '2',
          normalization: 'element',
          rho: '0.5',
          m: '128',
          bias: 'constant',
          eta: '0.01',
        },
        bn_mode: 'batch',
      },
    ],
    [
      'davda54',
      4,
      {
        ...{ ...common, p: '2', normalization: 'none element', rho: '0.05 2', m: '128', bias: 'normalized' },
        ...{ eta: '0', bn_mode: 'batch' },
      },
    ],
    [
      'epfl',
      10,
      {
        ...{ ...common, p: 'inf', normalization: 'none element', m: '128', bias: 'normalized', eta: '0' },
        ...{ rho: '0.0005 0.001 0.002 0.004 0.008', ascent: 'epfl-apgd', steps: '20' },
      },
    ],
  ])('%s', async (preset, count, expected) => {
    const { rows, manifest } = await measured(preset);
    expect(rows).toHaveLength(count);
    expect(choices(rows)).toEqual(expected);
    expect(rows.every(({ value }) => Number.isFinite(Number(value)))).toBe(true);
    expect(manifest.preset).toBe(preset);
  });

  it('gives way to options of the command line, also to those that are defaults', async () => {
    const { rows } = await measured(
      ...(['epfl', '--m', '64', '--p', '2', '--rho', '0.5', '--eta', '0.01', '--bias', 'constant'] as const),
      ...['--loss', 'normalized-logits', '--steps', '3'],
    );
    expect(choices(rows)).toEqual({
      ...{ p: '2', normalization: 'none element', rho: '0.5', m: '64', samples: '128', bias: 'constant' },
      ...{ eta: '0.01', ascent: 'epfl-apgd', loss: 'normalized-logits', bn_mode: 'evaluation', steps: '3' },
    });
  });

  it('knows the names that there are', async () => {
    expectOneLine(await cli('run', runs, '--preset', 'sam'), 2, /asam-paper, samsung, davda54, epfl/);
  });
});
