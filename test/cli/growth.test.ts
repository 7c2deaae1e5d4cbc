import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { gridOf, madeUpMeasurements, madeUpRun, radiiOf } from '../../bench/growth/madeUpStudy.ts';
import { correlate } from '../../src/correlation/index.ts';
import { measureCertificates } from '../../src/report/certificates.ts';
import { answer, packMeasurements, readOutputTables, scatter, writeTables } from '../../src/report/index.ts';
import { noiseText } from '../../src/report/noise.ts';
import { start, temporaryFolder } from './cli.ts';

/** Tables that are large, though not as large as those of a real study may be: what grows wrongly shows. */

const folder = temporaryFolder();
const out = join(folder, 'out');
const [runs, radii] = [1000, radiiOf(12)];

beforeAll(async () => {
  const grid = gridOf(runs);
  const checkpoints = Array.from({ length: runs }, (_, index) => madeUpRun(grid, index).row);
  const measurements = packMeasurements(madeUpMeasurements(grid, runs, radii));
  expect(measurements).toHaveLength(runs * 48);
  await writeTables(out, { checkpoints, measurements });
}, 60_000);

it('measure correlate and measure report take 48,000 rows in a heap that could not hold them as objects', async () => {
  const nodeOptions = ['--max-old-space-size=80'];
  const correlated = await start(['correlate', out, '--out', out, '--resamples', '20'], { nodeOptions })
    .ended;
  expect(correlated).toMatchObject({ code: 0, stderr: '' });
  expect(correlated.stdout).toMatch(/^\d{3} models entered, the gate left \d+ out\.$/m);
  expect(await start(['report', out], { nodeOptions }).ended).toMatchObject({ code: 0, stderr: '' });
  const { correlations } = await readOutputTables(out);
  // 48 measures; tau, tau_b, four psi and Psi of each
  expect(correlations).toHaveLength(48 * 7);
}, 60_000);

it('200,000 models are correlated and told of: no list of theirs is an argument list', async () => {
  const models = 200_000;
  const grid = gridOf(models);
  const checkpoints = Array.from({ length: models }, (_, index) => madeUpRun(grid, index).row);
  const names = new Set(checkpoints.map(({ checkpoint }) => checkpoint));
  expect(names.size).toBe(models);
  const [first] = madeUpMeasurements(grid, 1, [0.1]);
  const measurements = checkpoints.map(({ checkpoint, gap_loss: value }) => ({
    ...first!,
    checkpoint,
    value,
  }));
  const { rows, models: entering } = correlate({
    checkpoints,
    measurements,
    gap: 'loss',
    minTrainAccuracy: 0,
  });
  expect(entering).toBe(models);
  // the measure is the gap
  expect(rows.map(({ value }) => value)).toEqual(rows.map(() => 1));
  expect(answer(checkpoints, rows)).toContain('τ = 1.000 over 200000 models');
  expect(noiseText(measurements)).toContain('none of the 200000 values');
  expect(measureCertificates(measurements, rows)).toEqual([]);
  expect(scatter({ checkpoints, measurements, correlations: rows })).toMatchObject({
    concat: [{ title: { subtitle: [expect.stringContaining('200000 models'), '2000 of them drawn'] } }],
  });
}, 60_000);
