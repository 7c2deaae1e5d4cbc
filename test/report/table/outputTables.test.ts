import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CheckpointRow,
  type CorrelationRow,
  comparisons,
  correlate,
  type HyperparameterValue,
  type MeasurementRow,
  robustness,
  studiedModels,
} from '../../../src/correlation/index.ts';
import { comparisonRows, readOutputTables, writeTables } from '../../../src/report/table/index.ts';
import { messageOf, temporaryFolder } from '../folder.ts';
import { syntheticRows } from '../rows.ts';

const { checkpoints, measurements } = syntheticRows();
const correlations = correlate({ checkpoints, measurements, gap: 'loss' }).rows;

/** Text that tries to break a table. */
const text = fc.oneof(
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    'a,b',
    'say "so"',
    'two\nlines',
    '\r\n',
    '',
    ' ',
    '\uFEFFx',
    '007',
    'NaN',
    'é😀',
  ),
  fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
);
const double = fc.double();
const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const count = fc.nat();
const order = optional(
  fc.oneof(fc.constant('inf' as const), fc.double({ min: 1, minExcluded: true, max: 1e6, noNaN: true })),
);

const measurementRow: fc.Arbitrary<MeasurementRow> = fc.record({
  checkpoint: text,
  measure: text,
  p: order,
  normalization: optional(fc.constantFrom('none', 'element', 'filter')),
  rho: optional(double),
  ascent: text,
  m: count,
  samples: count,
  value: double,
  standard_error: double,
  first_order: optional(double),
  bias: text,
  eta: double,
  loss: text,
  bn_mode: text,
  layer: optional(text),
  perturb: text,
  augmentation: text,
  sampling: text,
  seed: optional(count),
  precision: text,
  refined_groups: count,
  below_noise: fc.boolean(),
  steps: optional(count),
  restarts: optional(count),
  step_size: optional(double),
  momentum: optional(double),
  draws: optional(count),
  sigma: optional(text),
  one_step: optional(double),
  restart_spread: optional(double),
  maximizer_norm: optional(double),
  boundary_share: optional(double),
  still_improving: optional(double),
});
const correlationRow: fc.Arbitrary<CorrelationRow> = fc.record({
  measure: text,
  p: order,
  normalization: optional(text),
  rho: optional(double),
  statistic: fc.constantFrom('tau', 'tau_b', 'psi', 'Psi'),
  hyperparameter: optional(text),
  value: optional(double),
  ci_low: optional(double),
  ci_high: optional(double),
  models: count,
  cells: optional(count),
  ascent: optional(text),
  m: optional(count),
  bias: optional(text),
  eta: optional(double),
  loss: optional(text),
  bn_mode: optional(text),
  layer: optional(text),
  perturb: optional(text),
  augmentation: optional(text),
  steps: optional(count),
  restarts: optional(count),
  draws: optional(count),
  gap: text,
  gate: optional(double),
  cells_left_out: optional(count),
  best_radius: fc.boolean(),
  step_size: optional(double),
  momentum: optional(double),
  sigma: optional(text),
  seeds: fc.constantFrom('repeats', 'averaged'),
  bins: optional(count),
  p_value: optional(double),
});
/** Hyperparameters whose columns have one type. */
const checkpointRow: fc.Arbitrary<CheckpointRow> = fc.record({
  checkpoint: text,
  hyperparameters: fc.record(
    {
      lr: double,
      'a,"b"': fc.boolean(),
      act: fc.string({ unit: 'grapheme' }).map((s) => `x${s.replaceAll('\0', '')}`),
      __proto__x: count,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, HyperparameterValue>>,
  train_loss: double,
  test_loss: double,
  train_accuracy: double,
  test_accuracy: double,
  gap_loss: double,
  gap_error: double,
  test_loss_standard_error: fc.oneof(double, fc.constant(null)),
});
const numbered = <Row extends { checkpoint: string }>(rows: Row[]) =>
  rows.map((row, i) => ({ ...row, checkpoint: `${i}${row.checkpoint}` }));

describe.each(['csv', 'parquet'])('tables through %s', (format) => {
  const throughFiles = async (tables: Parameters<typeof writeTables>[1]) => {
    const folder = temporaryFolder();
    await writeTables(folder, tables);
    for (const name of readdirSync(folder)) if (!name.endsWith(format)) rmSync(join(folder, name));
    const read = await readOutputTables(folder);
    expect(read.measurements).toHaveLength([...read.measurements].length);
    return { ...read, measurements: [...read.measurements] };
  };

  it('come back as they were, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(checkpointRow, { maxLength: 5 }).map(numbered),
        fc.array(measurementRow, { maxLength: 5 }).map(numbered),
        fc.array(correlationRow, { maxLength: 5 }),
        async (checkpoints, measurements, coefficients) => {
          const correlations = coefficients.map((row, i) => ({ ...row, gap: `${i}${row.gap}` }));
          const tables = { checkpoints, measurements, correlations };
          expect(await throughFiles(tables)).toEqual(tables);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('come back with what a reviewer asks for', async () => {
    const models = studiedModels({ checkpoints, measurements, gap: 'loss', testCount: 100 });
    const resampling = { resamples: 20, seed: 0 };
    const tables = {
      ...{ checkpoints, measurements, correlations },
      robustness: robustness(models, 0),
      comparisons: comparisonRows(comparisons(models, resampling)),
    };
    expect(await throughFiles(tables)).toEqual(tables);
    expect([tables.robustness.length, tables.comparisons.length].every((rows) => rows > 40)).toBe(true);
  });

  it('give the same correlations again', async () => {
    const read = await throughFiles({ checkpoints, measurements, correlations });
    expect(correlate({ ...read, gap: 'loss' }).rows).toEqual(correlations);
    expect(read.correlations).toEqual(correlations);
  });
});

describe('writeTables', () => {
  it('puts the columns in their order, and writes numbers so that they come back', async () => {
    const folder = temporaryFolder();
    const row = {
      ...measurements[0]!,
      checkpoint: '<img src=x>,"a"',
      value: Number.POSITIVE_INFINITY,
      standard_error: Number.NaN,
      first_order: null,
    };
    await writeTables(folder, { checkpoints, measurements: [row, { ...row, p: 'inf' }], correlations });
    const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n');
    expect(lines('measurements.csv')).toEqual([
      'checkpoint,measure,p,normalization,rho,ascent,m,samples,value,standard_error,first_order,bias,eta,loss,bn_mode,layer,perturb,augmentation,sampling,seed,precision,refined_groups,below_noise,steps,restarts,step_size,momentum,draws,sigma,one_step,restart_spread,maximizer_norm,boundary_share,still_improving',
      '"<img src=x>,""a""",sharpness,2,none,0.000005,one-step,8,1024,Infinity,NaN,,constant,0.01,cross-entropy,evaluation,,*,none,first,0,float32,4,true,,,,,,,,,,,',
      '"<img src=x>,""a""",sharpness,inf,none,0.000005,one-step,8,1024,Infinity,NaN,,constant,0.01,cross-entropy,evaluation,,*,none,first,0,float32,4,true,,,,,,,,,,,',
      '',
    ]);
    expect(lines('checkpoints.csv')[0]).toBe(
      'checkpoint,batchSize,learningRate,weightDecay,dropoutRate,train_loss,test_loss,train_accuracy,test_accuracy,gap_loss,gap_error,test_loss_standard_error',
    );
    expect(lines('correlations.csv')[0]).toBe(
      'measure,p,normalization,rho,statistic,hyperparameter,value,ci_low,ci_high,models,cells,ascent,m,bias,eta,loss,bn_mode,layer,perturb,augmentation,steps,restarts,draws,gap,gate,cells_left_out,best_radius,step_size,momentum,sigma,seeds,bins,p_value',
    );
    expect(readdirSync(folder).sort()).toEqual(
      ['checkpoints', 'correlations', 'measurements'].flatMap((name) => [`${name}.csv`, `${name}.parquet`]),
    );
  });

  it('unites the hyperparameters of all rows, and leaves the cells of the others empty', async () => {
    const folder = temporaryFolder();
    const rows = [
      { ...checkpoints[0]!, hyperparameters: { a: 1 } },
      { ...checkpoints[1]!, hyperparameters: { b: 'x', a: 2 } },
    ];
    await writeTables(folder, { checkpoints: rows, measurements: [] });
    expect(readFileSync(join(folder, 'checkpoints.csv'), 'utf8')).toMatch(/^checkpoint,a,b,train_loss/);
    expect((await readOutputTables(folder)).checkpoints).toEqual(rows);
  });

  it('refuses a hyperparameter that would hide a column', async () => {
    const rows = [{ ...checkpoints[0]!, hyperparameters: { gap_loss: 1 } }];
    expect(await messageOf(writeTables(temporaryFolder(), { checkpoints: rows }))).toContain('"gap_loss"');
  });
});

describe('readOutputTables', () => {
  const broken = async (name: string, change: (csv: string) => string) => {
    const folder = temporaryFolder();
    await writeTables(folder, { checkpoints, measurements, correlations });
    const path = join(folder, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    return (await messageOf(readOutputTables(folder))).replace(`${folder}/`, '');
  };

  it.each([
    [
      'a column is missing',
      'measurements.csv',
      /,value,/,
      ',valu,',
      'measurements.csv: there is no column "value"',
    ],
    [
      'a row is ragged',
      'measurements.csv',
      /\n([^,]*),/,
      '\n$1,,',
      'measurements.csv: line 2 has 35 cells, but the header has 34',
    ],
    [
      'a number is not one',
      'checkpoints.csv',
      /\n((?:[^,]*,){5})[^,]*/,
      '\n$1abc',
      'checkpoints.csv: line 2: "train_loss" is "abc"; it must be a number',
    ],
    [
      'a norm order is not one',
      'measurements.csv',
      /,2,none/,
      ',0.5,none',
      'line 2: "p" is "0.5"; it must be a number above 1, or inf, or empty',
    ],
    [
      'a normalization is unknown',
      'measurements.csv',
      /,2,none/,
      ',2,layer',
      'line 2: "normalization" is "layer"; it must be none, element, filter',
    ],
    [
      'a count is broken',
      'correlations.csv',
      /,32,/,
      ',2.5,',
      'line 2: "models" is "2.5"; it must be a whole number from 0',
    ],
    [
      'a flag is not one',
      'measurements.csv',
      /,true,/,
      ',yes,',
      'line 2: "below_noise" is "yes"; it must be true or false',
    ],
    [
      'a row stands twice',
      'checkpoints.csv',
      /\n(.*)\n/,
      '\n$1\n$1\n',
      'checkpoints.csv: line 3 says the same thing as line 2',
    ],
    ['the file is empty', 'checkpoints.csv', /[\s\S]*/, '', 'checkpoints.csv: the file is empty'],
  ])('says where %s', async (_, name, pattern, replacement, message) => {
    expect(await broken(name, (csv) => csv.replace(pattern, replacement))).toContain(message);
  });

  it('reads what other tools make of the tables: CRLF, a byte order mark, inf, nan, True, empty cells', async () => {
    const folder = temporaryFolder();
    await writeTables(folder, { checkpoints, measurements: measurements.slice(0, 13), correlations: [] });
    const path = join(folder, 'measurements.csv');
    const csv = readFileSync(path, 'utf8')
      .replace(/,true,/, ',True,')
      .replace(/,2,none/g, ',2.0,none');
    writeFileSync(path, `\uFEFF${csv.replaceAll('\n', '\r\n')}\r\n`);
    expect([...(await readOutputTables(folder)).measurements]).toEqual(measurements.slice(0, 13));
  });

  it('needs only the columns that stand first', async () => {
    const folder = temporaryFolder();
    await writeTables(folder, { checkpoints, measurements });
    const path = join(folder, 'measurements.csv');
    const firstColumns = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.split(',').slice(0, 10).join(','));
    writeFileSync(path, firstColumns.join('\n'));
    const read = await readOutputTables(folder);
    const [first] = read.measurements;
    expect(first).toEqual({
      ...measurements[0],
      first_order: null,
      bias: '',
      eta: Number.NaN,
      loss: '',
      bn_mode: '',
      perturb: '',
      augmentation: '',
      sampling: '',
      seed: null,
      precision: '',
      refined_groups: 0,
      below_noise: false,
    });
    expect(read.correlations).toEqual([]);
  });

  it('says what is no output folder, and follows no link', async () => {
    const folder = temporaryFolder();
    expect(await messageOf(readOutputTables(folder))).toBe(
      `${folder}: not an output folder: it has no checkpoints.csv; "measure run" writes one`,
    );
    symlinkSync('/etc/passwd', join(folder, 'checkpoints.csv'));
    expect(await messageOf(readOutputTables(folder))).toContain('checkpoints.csv: not a file');
  });
});
