import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measureCertificates } from '../../src/report/certificates.ts';
import { writeReport } from '../../src/report/index.ts';
import { noiseText } from '../../src/report/noise.ts';
import { temporaryFolder } from './folder.ts';
import { correlationsWith, measurement } from './measurement.ts';
import { syntheticRows } from './rows.ts';

const climbed = { ascent: 'apgd', steps: 20, restarts: 2, p: 'inf', maximizer_norm: 1 } as const;
const measurements = [
  // at the radius that ranks better, one step reaches 80 % and 60 % of the maximum
  measurement({
    ...climbed,
    checkpoint: 'a',
    rho: 0.5,
    value: 1,
    one_step: 0.8,
    restart_spread: 0.02,
    boundary_share: 0.5,
    still_improving: 0,
  }),
  measurement({
    ...climbed,
    checkpoint: 'b',
    rho: 0.5,
    value: 2,
    one_step: 1.2,
    restart_spread: 0.08,
    boundary_share: 0.7,
    still_improving: 0.5,
    maximizer_norm: 0.5,
  }),
  measurement({ ...climbed, checkpoint: 'a', rho: 0.1, value: 2, one_step: 2, still_improving: 1 }),
  measurement({ ...climbed, checkpoint: 'b', rho: 0.1, value: 1, one_step: 1, still_improving: 1 }),
];
const correlations = correlationsWith({ a: 1, b: 2 }, measurements);

test('certificates are means over the models, at the best radius', () => {
  const [certificate, ...others] = measureCertificates(measurements, correlations);
  expect(others).toEqual([]);
  expect(certificate).toMatchObject({ rho: 0.5, maximizerNorm: 0.75, stillImproving: 0.25 });
  expect(certificate!.oneStepShare).toBeCloseTo(0.7, 14);
  expect(certificate!.restartSpread).toBeCloseTo(0.03, 14);
  expect(certificate!.boundaryShare).toBeCloseTo(0.6, 14);
});

test('what no model has is no number, nor is a share of 0', () => {
  const rows = measurements.map((row) => ({ ...row, restart_spread: null, value: 0, one_step: 0 }));
  const [certificate] = measureCertificates(rows, correlations);
  expect(certificate).toMatchObject({ restartSpread: null, oneStepShare: null, maximizerNorm: 0.75 });
});

test('the page has them where an ascent was iterative, and how much noise there was', async () => {
  const { checkpoints } = syntheticRows();
  const models = [
    { ...checkpoints[0]!, checkpoint: 'a', gap_loss: 1 },
    { ...checkpoints[0]!, checkpoint: 'b', gap_loss: 2 },
  ];
  const page = async (rows: typeof measurements) =>
    readFileSync(
      await writeReport(temporaryFolder(), {
        checkpoints: models,
        measurements: rows,
        correlations,
        manifest: {},
      }),
      'utf8',
    );
  expect(await page(measurements)).toMatch(
    /<th scope="row">sharpness, p = ∞<\/th><td>0.5<\/td><td>70.0 %<\/td><td>3.0 %<\/td><td>0.750<\/td><td>60.0 %<\/td><td>25.0 %<\/td>/,
  );
  const oneStep = await page(
    measurements.map((row) => ({ ...row, maximizer_norm: null, refined_groups: 0 })),
  );
  expect(oneStep).not.toContain('still improving');
  expect(oneStep).toContain('<p>Rounding in float32 decides none of the 4 values.');
});

test('noise is told in numbers', () => {
  const rows = [
    measurement({ refined_groups: 0, below_noise: false }),
    measurement({ refined_groups: 3, below_noise: false }),
    measurement({ refined_groups: 1, below_noise: true }),
  ];
  expect(noiseText(rows)).toMatch(/^Of 3 values, 2 would .* 1 remains below noise: /);
  expect(noiseText(rows.slice(0, 2))).toMatch(/^Of 2 values, 1 would .* None remains below noise\.$/);
  expect(noiseText(rows.map((row) => ({ ...row, precision: 'float64' })))).toBe(
    'All 3 values were computed in double precision.',
  );
});
