import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/report/table/csv.ts';
import { cli, dataDirectory, engine, expectOneLine, temporaryFolder } from './cli.ts';
import { copyRuns } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'), ['mnist-cnn-batch-norm']);

type Row = Readonly<Record<string, string | null>>;

function rowsOf(path: string): Row[] {
  const { names, columns, rows } = parseCsv(readFileSync(path), path);
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name, k) => [name, columns[k]![row] as string | null])),
  );
}

function arguments_(out: string, options: readonly string[]): string[] {
  return [
    ...['run', runs, '--data', dataDirectory, '--out', join(folder, out), '--engine', engine, '--quiet'],
    ...['--workers', '1', '--samples', '16', '--p', '2', '--normalization', 'element', '--rho', '0.05'],
    ...['--min-train-accuracy', '0', ...options],
  ];
}

/** What a run with these options says. */
async function measured(options: readonly string[]): Promise<{ rows: Row[]; plan: object; out: string }> {
  const name = options.join(' ').replace(/\W+/g, '_') || 'plain';
  const { code, stderr } = await cli(...arguments_(name, options));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const out = join(folder, name);
  const { plan } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { plan: object };
  return { rows: rowsOf(join(out, 'measurements.csv')), plan, out };
}

let plain: Row;
beforeAll(async () => {
  plain = (await measured([])).rows[0]!;
});

describe('what changes the answer', () => {
  it.each([
    { options: ['--loss', 'margin'], columns: { loss: 'margin' }, plan: { sharpness: { loss: 'margin' } } },
    {
      options: ['--loss', 'normalized-logits'],
      columns: { loss: 'normalized-logits' },
      plan: { sharpness: { loss: 'normalized-logits' } },
    },
    {
      options: ['--bn', 'batch'],
      columns: { bn_mode: 'batch' },
      plan: { sharpness: { batchNorm: 'batch' } },
    },
    {
      options: ['--perturb', 'conv1.*,fc.bias'],
      columns: { perturb: 'conv1.* fc.bias' },
      plan: { sharpness: { perturb: ['conv1.*', 'fc.bias'] } },
    },
    {
      options: ['--bias', 'frozen'],
      columns: { bias: 'frozen' },
      plan: { sharpness: { regions: [{ bias: 'frozen' }] } },
    },
    { options: ['--eta', '0.1'], columns: { eta: '0.1' }, plan: { sharpness: { regions: [{ eta: 0.1 }] } } },
    { options: ['--m', '4'], columns: { m: '4' }, plan: { groupSizes: [4] } },
    { options: ['--samples', '24'], columns: { samples: '24' }, plan: { samples: 24 } },
    {
      options: ['--sampling', 'shuffled'],
      columns: { sampling: 'shuffled', seed: '0' },
      plan: { sampling: 'shuffled', seed: 0 },
    },
    {
      options: ['--augmentation', 'crop'],
      columns: { augmentation: 'crop' },
      plan: { augmentation: 'crop' },
    },
    {
      options: ['--augmentation', 'crop-flip', '--seed', '3'],
      columns: { augmentation: 'crop-flip', seed: '3' },
      plan: { augmentation: 'crop-flip', seed: 3 },
    },
  ])('is recorded: $options', async ({ options, columns, plan }) => {
    const found = await measured(options);
    expect(found.rows).toHaveLength(1);
    expect(found.rows[0]).toMatchObject(columns);
    expect(plain).not.toMatchObject(columns);
    expect(found.plan).toMatchObject(plan);
    expect(Number(found.rows[0]!.value)).not.toBe(Number(plain.value));
    expect(Number(found.rows[0]!.value)).toBeGreaterThan(0);
  });

  it('--layers adds a row a layer, and changes no other', async () => {
    const { rows, plan } = await measured(['--layers']);
    expect(rows.map(({ layer }) => layer)).toEqual([
      ...[null, 'conv1', 'bn1', 'conv2', 'bn2', 'conv3', 'bn3', 'fc'],
    ]);
    expect(rows[0]).toEqual(plain);
    expect(new Set(rows.map(({ value }) => value)).size).toBe(rows.length);
    expect(plan).toMatchObject({ layerwise: true });
  });

  it('a pattern that fits no parameter is one clear line', async () => {
    expectOneLine(
      await cli(...arguments_('pattern', ['--perturb', 'cnv*,fc'])),
      1,
      /no parameter is called cnv\* or fc: this network has conv1\.weight \.\.\. fc\.bias/,
    );
  });
});

describe('--save-perturbations', () => {
  it('writes a file a value and an index, and makes again what is gone', async () => {
    const options = ['--save-perturbations', '--ascent', 'pgd', '--steps', '2'];
    const { rows, out } = await measured(options);
    const path = join(out, 'perturbations.csv');
    const index = readFileSync(path, 'utf8');
    const found = rowsOf(path);
    expect(Object.keys(found[0]!)).toEqual([
      ...[
        'file',
        'checkpoint',
        'group',
        'first_example',
        'm',
        'measure',
        'p',
        'normalization',
        'bias',
        'eta',
      ],
      ...['layer', 'rho', 'ascent', 'value'],
    ]);
    expect(found.map(({ group, first_example }) => [group, first_example])).toEqual([
      ['0', '0'],
      ['1', '8'],
    ]);
    for (const column of [
      'checkpoint',
      'measure',
      'p',
      'normalization',
      'bias',
      'eta',
      'layer',
      'rho',
      'ascent',
    ])
      expect(found.map((row) => row[column])).toEqual([rows[0]![column], rows[0]![column]]);
    const mean = found.reduce((sum, { value }) => sum + Number(value), 0) / 2;
    expect(mean).toBeCloseTo(Number(rows[0]!.value), 12);

    const file = join(out, found[1]!.file!);
    const before = readFileSync(file);
    rmSync(file);
    await measured(options);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(index);
  });
});
