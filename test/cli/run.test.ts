import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, type Ended, expectOneLine, header, lines, start, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = join(folder, 'runs');
const out = join(folder, 'out');
let first: Ended;

beforeAll(async () => {
  copyRuns(runs);
  // The default command, without the word `run`.
  first = await cli(...quickRun(runs, out, '--samples', '18', '--workers', '2').slice(1));
});

describe('measure <folder>', () => {
  it('prints the table, what entered, and the path of the report', () => {
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/sharpness +adaptive/);
    expect(first.stdout).toMatch(/^best radius ρ +0\.(5|05) +0\.(5|05)$/m);
    expect(first.stdout).toMatch(/^τ \(rank corr\.\)/m);
    expect(first.stdout).toMatch(/^ψ learningRate/m);
    expect(first.stdout).not.toMatch(/ψ batchSize/);
    expect(first.stdout).toMatch(/3 checkpoints measured: 3 entered the correlation, the gate left 0 out/);
    expect(first.stdout).toMatch(/2 examples made no whole group of m = 8/);
    expect(lines(first.stdout).at(-1)).toBe(`Report: ${join(out, 'report/index.html')}`);
  });

  it('says on stderr how far it is, in few plain lines', () => {
    const said = lines(first.stderr);
    expect(said[0]).toBe('measuring: 9 pieces');
    expect(said.at(-1)).toMatch(/^measured in \d+ s; making tables and report$/);
    expect(said.length).toBeLessThan(9);
    expect(first.stderr).not.toContain('\u001b');
  });

  it('writes the tables with the columns that are promised', () => {
    expect(header(join(out, 'checkpoints.csv'))).toEqual([
      ...['checkpoint', 'learningRate', 'batchSize', 'train_loss', 'test_loss', 'train_accuracy'],
      ...['test_accuracy', 'gap_loss', 'gap_error', 'test_loss_standard_error'],
    ]);
    const measurements = header(join(out, 'measurements.csv'));
    expect(measurements.slice(0, 10)).toEqual([
      ...['checkpoint', 'measure', 'p', 'normalization', 'rho', 'ascent', 'm', 'samples', 'value'],
      'standard_error',
    ]);
    expect(measurements).toEqual(expect.arrayContaining(['first_order', 'bias', 'eta']));
    const correlations = header(join(out, 'correlations.csv'));
    expect(correlations.slice(0, 11)).toEqual([
      ...['measure', 'p', 'normalization', 'rho', 'statistic', 'hyperparameter', 'value'],
      ...['ci_low', 'ci_high', 'models', 'cells'],
    ]);
    expect(correlations.at(-1)).toBe('p_value');
    expect(correlations).toEqual(
      expect.arrayContaining(['ascent', 'm', 'bias', 'gap', 'gate', 'cells_left_out']),
    );
  });

  it('writes everything else of an output folder', () => {
    const files = [
      ...['checkpoints.parquet', 'measurements.parquet', 'correlations.parquet', 'journal.jsonl'],
      ...['manifest.json', 'report/index.html', 'report/rank-statistics.svg', 'report/rank-statistics.png'],
      ...['report/rank-statistics.vl.json', 'report/measure-against-gap.svg'],
      ...['robustness.csv', 'robustness.parquet', 'comparisons.csv', 'comparisons.parquet'],
    ];
    expect(files.filter((file) => !existsSync(join(out, file)))).toEqual([]);
    // 3 checkpoints x 2 measures x 2 radii, the radii in ascending order
    const rows = lines(readFileSync(join(out, 'measurements.csv'), 'utf8')).slice(1);
    expect(rows).toHaveLength(12);
    expect(rows.slice(0, 2).map((row) => row.split(',')[4])).toEqual(['0.05', '0.5']);
  });

  it('prints the same as one JSON document, silently, and goes on from what is done', async () => {
    const before = readFileSync(join(out, 'journal.jsonl'));
    const { code, stdout, stderr } = await cli(
      ...quickRun(runs, out, '--samples', '18', '--json', '--quiet', '--gap', 'error'),
      ...['--seeds', 'averaged', '--bins', '2', '--resamples', '9'],
    );
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      checkpoints: 3,
      models: 3,
      leftOut: 0,
      droppedExamples: 2,
      gap: 'error',
    });
    expect(document.report).toBe(join(out, 'report/index.html'));
    const grouping = { seeds: 'averaged', bins: 2 };
    const said = { ...grouping, resamples: 9 };
    expect(document).toMatchObject(said);
    expect(document.correlations[0]).toMatchObject({ measure: 'sharpness', p: 2, gap: 'error', ...grouping });
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject(said);
    expect(manifest.command).toMatch(/^measure .* --gap error --seeds averaged --bins 2 --resamples 9$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(out, 'journal.jsonl'))).toEqual(before);
  });

  it('refuses to go on with another plan, and says what differs', async () => {
    const refused = await cli(...quickRun(runs, out, '--samples', '24', '--quiet'));
    expectOneLine(refused, 1, /samples: 18 -> 24/);
  });

  it('measures the good checkpoints beside a broken one, names its file, and exits with 3', async () => {
    const mixed = copyRuns(join(folder, 'mixed'), ['mnist-mlp', 'mnist-cnn']);
    const broken = join(mixed, 'mnist-cnn', 'model.safetensors');
    truncateSync(broken, 1000);
    mkdirSync(join(mixed, 'other\nline'));
    const mixedOut = join(folder, 'mixed-out');
    const { code, stdout, stderr } = await cli(
      ...quickRun(mixed, mixedOut, '--samples', '8', '--quiet', '--color', 'batchSize'),
    );
    expect(code).toBe(3);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toContain(`measure: skipped ${broken}: `);
    expect(stdout).toContain('1 checkpoint measured');
  });

  it('gives the reason for every copy of a checkpoint whose measuring failed', async () => {
    const twins = copyRuns(join(folder, 'twins'), ['mnist-mlp', 'mnist-cnn']);
    const names = ['mnist-cnn', 'twin'];
    const [cnn, copy] = names.map((name) => join(twins, name)) as [string, string];
    const path = join(cnn, 'model.safetensors');
    const bytes = readFileSync(path);
    bytes.writeFloatLE(Number.NaN, 8 + Number(bytes.readBigUInt64LE(0)));
    writeFileSync(path, bytes);
    cpSync(cnn, copy, { recursive: true });
    const { code, stderr } = await cli(
      ...quickRun(twins, join(folder, 'twins-out'), '--samples', '8', '--quiet'),
    );
    expect(code).toBe(3);
    expect(lines(stderr)).toEqual(
      [cnn, copy].map((skipped) =>
        expect.stringMatching(new RegExp(`skipped ${skipped}: .*conv1.bias holds NaN`)),
      ),
    );
  });

  it('exits with 1 where nothing can be measured', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expectOneLine(await cli(...quickRun(empty, join(folder, 'none'))), 1, /no checkpoint to measure/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('says in one line that the better engine is missing', async () => {
    const { ended } = start(['run', join(folder, 'empty')], {
      env: { ADAPTIVE_SHARPNESS_CACHE: join(folder, 'no-cache') },
    });
    const { code, stderr } = await ended;
    expect(lines(stderr)).toHaveLength(2);
    expect(stderr).toMatch(/^measure: .*wasm.*measure engine install/);
    expect(code).toBe(1);
  });
});
