import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, expectOneLine, header, lines, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
const table = join(folder, 'models.csv');
writeFileSync(
  table,
  ['lr,width,norm,"the gap"', '0.1,1,1,0.1', '0.1,2,2,0.2', '0.2,1,3,0.4', '0.2,2,4,0.3', ''].join('\n'),
);

describe('measure correlate <table>', () => {
  it('ranks the columns of any table', async () => {
    const out = join(folder, 'out');
    const { code, stdout, stderr } = await cli(
      ...['correlate', table, '--gap', 'the gap', '--measures', 'norm', '--hyperparameters', 'lr,width'],
      ...['--out', out],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Of 6 pairs one is discordant; of the cells of lr, {1, 3} and {2, 4} agree; of those of width, one does.
    expect(stdout).toMatch(/^τ \(rank corr\.\) +0\.667$/m);
    expect(stdout).toMatch(/^ψ lr +1\.000$/m);
    expect(stdout).toMatch(/^ψ width +0\.000$/m);
    expect(stdout).toMatch(/^Ψ \(avg\.\) +0\.500$/m);
    const written = join(out, 'correlations.csv');
    expect(stdout).toContain(written);
    expect(header(written).slice(0, 5)).toEqual(['measure', 'p', 'normalization', 'rho', 'statistic']);
    const [, tau] = lines(readFileSync(written, 'utf8'));
    expect(tau).toMatch(/^norm,,,,tau,,0\.6666666666666\d+,-1,1,4,/);
    expect(readFileSync(join(out, 'correlations.parquet')).subarray(0, 4).toString()).toBe('PAR1');
  });

  const repeated = join(folder, 'repeated.csv');
  writeFileSync(
    repeated,
    ['lr,norm,gap', '1,1,1', '1,4,2', '2,2,3', '2,inf,4', '3,3,5', '3,5,3.5', '4,,9', ''].join('\n'),
  );
  const ofRepeated = ['--gap', 'gap', '--measures', 'norm', '--hyperparameters', 'lr'];

  it('averages the seeds of a configuration where that is asked for', async () => {
    const repeats = await cli('correlate', repeated, ...ofRepeated);
    // Of 15 pairs four are discordant.
    expect(repeats.stdout).toMatch(/^τ \(rank corr\.\) +0\.467$/m);
    expect(repeats.stdout).toMatch(
      /^At most 6 of 7 models entered\.\nnorm: 1 model dropped, without a number\.$/m,
    );
    const out = join(folder, 'averaged');
    const averaged = await cli('correlate', repeated, ...ofRepeated, '--seeds', 'averaged', '--out', out);
    // Measures 2.5, infinite and 4 against gaps 1.5, 3.5 and 4.25.
    expect(averaged.stdout).toMatch(/^τ \(rank corr\.\) +0\.333$/m);
    expect(averaged.stdout).toContain(
      '7 models entered, the seeds of a configuration as one with their means.',
    );
    expect(averaged.stdout).toContain('norm: 1 model dropped');
    const [, tau] = lines(readFileSync(join(out, 'correlations.csv'), 'utf8'));
    expect(tau).toMatch(/^norm,,,,tau,,0\.33\d+,,,3,.*,averaged,,1$/);
    expectOneLine(
      await cli('correlate', repeated, ...ofRepeated, '--seeds', '0'),
      2,
      /--seeds.* repeats, averaged/,
    );
  });

  it('says where a continuous hyperparameter leaves a psi without cells, and cuts it into bins', async () => {
    const continuous = join(folder, 'continuous.csv');
    const rows = Array.from({ length: 8 }, (_, k) => `${0.1 + k / 7},${k % 2},${k},${k}`);
    writeFileSync(continuous, ['lr,depth,norm,gap', ...rows, ''].join('\n'));
    const all = [
      'correlate',
      continuous,
      '--gap',
      'gap',
      '--measures',
      'norm',
      '--hyperparameters',
      'lr,depth',
    ];
    const exact = await cli(...all);
    expect(lines(exact.stdout).filter((line) => line.startsWith('No cell'))).toEqual([
      'No cell of ψ depth has two models: lr is continuous. With --bins COUNT, models whose values share a bin share a cell.',
    ]);
    expect(exact.stdout).toMatch(/^ψ lr +1\.000$/m);
    expect(exact.stdout).not.toMatch(/^ψ depth +1/m);
    const cut = await cli(...all, '--bins', '4', '--json');
    expect(JSON.parse(cut.stdout)).toMatchObject({ emptyPsis: [], models: 8 });
    expect(JSON.parse(cut.stdout).correlations[3]).toMatchObject({
      ...{ statistic: 'psi', hyperparameter: 'depth', value: 1, cells: 4, cells_left_out: 0, bins: 4 },
    });
    expectOneLine(await cli(...all, '--bins', '1'), 2, /--bins.* whole number from 2/);
  });

  it('writes what a reviewer asks for beside the coefficients, or takes it away', async () => {
    const out = join(folder, 'reviewed');
    const args = ['correlate', repeated, '--gap', 'gap', '--measures', 'norm,lr', '--hyperparameters', 'lr'];
    const { stdout, code } = await cli(...args, '--test-count', '500', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^τ of what needs no measuring: lr: 0\.\d{3}\.$/m);
    expect(stdout).toMatch(/^lr minus norm: Δτ = /m);
    expect(readFileSync(join(out, 'robustness.csv'), 'utf8')).toContain('sign_error_max');
    expect(lines(readFileSync(join(out, 'comparisons.csv'), 'utf8'))).toHaveLength(5);
    await cli(...args, '--resamples', '0', '--out', out);
    expect(readdirSync(out).sort()).toEqual(['correlations.csv', 'correlations.parquet']);
  });

  it('resamples as asked, and says where it does not unasked', async () => {
    const large = join(folder, 'large.csv');
    const rows = Array.from({ length: 2001 }, (_, k) => `${(k * 7) % 2003},${(k * 11) % 2003}`);
    writeFileSync(large, ['gap,norm', ...rows, ''].join('\n'));
    const tauOf = async (path: string, ...options: readonly string[]) => {
      const args = ['correlate', path, '--gap', path === table ? 'the gap' : 'gap', '--measures', 'norm'];
      const { code, stdout, stderr } = await cli(...args, '--json', ...options);
      expect(code).toBe(0);
      const { resamples, correlations } = JSON.parse(stdout);
      return { resamples, p: correlations[0].p_value, low: correlations[0].ci_low, stderr };
    };
    const some = await tauOf(large, '--resamples', '20', '--seed', '3');
    expect(some).toMatchObject({ resamples: 20, low: expect.any(Number), stderr: '' });
    expect((await tauOf(large, '--resamples', '20')).low).not.toBe(some.low);
    const none = { resamples: 0, p: null, low: null };
    expect(await tauOf(table, '--resamples', '0')).toEqual({ ...none, stderr: '' });
    const unasked = await tauOf(large);
    expect(unasked).toMatchObject(none);
    expect(lines(unasked.stderr)).toEqual([
      expect.stringMatching(/no intervals and p-values: .* on request only, with --resamples 2000/),
    ]);
  });

  it('names the file and the columns where one is missing', async () => {
    const wrong = await cli('correlate', table, '--gap', 'gap', '--measures', 'norm');
    expectOneLine(wrong, 1, /models\.csv: the table has no column "gap": its columns are "lr", "width"/);
  });

  it('asks for what it needs', async () => {
    expectOneLine(await cli('correlate', table, '--measures', 'norm'), 2, /a table needs --gap COLUMN/);
    expectOneLine(await cli('correlate', table, '--gap', 'norm'), 2, /a table needs --measures/);
    expectOneLine(
      await cli('correlate', join(folder, 'none.csv'), '--gap', 'a', '--measures', 'b'),
      1,
      /no such/,
    );
  });
});

describe('measure correlate <output folder>', () => {
  const output = join(folder, 'sharpness');
  mkdirSync(output);
  const models = [
    ['a', 0.1, 1.0, 0.3, 0.05],
    ['b', 0.2, 1.0, 0.2, 0.1],
    ['c', 0.3, 0.5, 0.1, 0.2],
  ] as const;
  writeFileSync(
    join(output, 'checkpoints.csv'),
    [
      'checkpoint,lr,train_loss,test_loss,train_accuracy,test_accuracy,gap_loss,gap_error',
      ...models.map(([id, lr, accuracy, loss, error]) => `${id},${lr},0,0,${accuracy},0,${loss},${error}`),
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(output, 'measurements.csv'),
    [
      'checkpoint,measure,p,normalization,rho,ascent,m,samples,value,standard_error',
      ...models.map(([id], k) => `${id},sharpness,2,none,0.1,one-step,8,16,${k + 1},0`),
      '',
    ].join('\n'),
  );

  it('recomputes with another gap and gate', async () => {
    const gated = await cli('correlate', output);
    expect(gated.stdout).toMatch(/2 models entered, the gate left 1 out\./);
    expect(gated.stdout).toMatch(/^τ \(rank corr\.\) +−1\.000$/m);
    const all = await cli('correlate', output, '--gap', 'error', '--min-train-accuracy', '0', '--json');
    const document = JSON.parse(all.stdout);
    expect(document).toMatchObject({ models: 3, leftOut: 0 });
    expect(document.correlations[0]).toMatchObject({ statistic: 'tau', value: 1, gap: 'error', gate: 0 });
    expectOneLine(await cli('correlate', output, '--gap', 'accuracy'), 2, /loss or error, not "accuracy"/);
  });

  it('can be reported once its coefficients are written', async () => {
    expectOneLine(await cli('report', output), 1, /has no correlations\.csv: "measure correlate/);
    expect((await cli('correlate', output, '--out', output)).code).toBe(0);
    const { code, stdout } = await cli('report', output, '--color', 'lr');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Report: ${join(output, 'report/index.html')}\n` });
    expectOneLine(
      await cli('report', output, '--color', 'depth'),
      1,
      /no model has a hyperparameter "depth"/,
    );
    writeFileSync(join(output, 'manifest.json'), '[1]');
    expectOneLine(await cli('report', output), 1, /manifest\.json: is no JSON object/);
  });
});
