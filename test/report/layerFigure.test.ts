import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bestColumns } from '../../src/report/bestColumns.ts';
import { answer, rankTable, scatter, writeReport } from '../../src/report/index.ts';
import { layerFigure, layersOf, layerValues } from '../../src/report/layerFigure.ts';
import { temporaryFolder } from './folder.ts';
import { correlationsWith, measurement } from './measurement.ts';
import { syntheticRows } from './rows.ts';

/** What a whole network measures in four models, at two radii: the larger ranks them better. */
const gaps = { a: 1, b: 2, c: 3, d: 4 };
const values: Record<string, readonly number[]> = { '0.1': [4, 3, 2, 1], '0.5': [10, 20, 30, 40] };
/** As layers: some share of it, `conv` as a network has it first. */
const shares = { conv: 0.5, bn: 0.1, fc: 1 };

const measurements = Object.keys(gaps).flatMap((checkpoint, k) =>
  Object.entries(values).flatMap(([rho, ofModels]) =>
    [null, ...Object.keys(shares)].map((layer) =>
      measurement({
        checkpoint,
        layer,
        rho: Number(rho),
        value: ofModels[k]! * (layer === null ? 1 : shares[layer as keyof typeof shares]),
      }),
    ),
  ),
);
const correlations = correlationsWith(gaps, measurements);
const [whole] = bestColumns(correlations);

test('layers are in no table, no scatter and no answer', () => {
  expect(new Set(correlations.map(({ layer }) => layer)).size).toBe(4);
  expect(rankTable(correlations).measures).toEqual([{ name: 'sharpness', details: ['p = 2'] }]);
  const { checkpoints } = syntheticRows();
  const models = Object.keys(gaps).map((checkpoint) => ({ ...checkpoints[0]!, checkpoint }));
  expect(answer(models, correlations)).toMatch(/^Of 1 measure, sharpness \(p = 2, ρ = 0.5\)/);
  const { concat, data } = scatter({ checkpoints: models, measurements, correlations }) as unknown as {
    concat: unknown[];
    data: { values: unknown[] };
  };
  expect([concat.length, data.values.length]).toEqual([1, 4]);
});

test('a layer has the median and the quartiles over the models, at the radius of the whole network', () => {
  expect(whole!.identity).toMatchObject({ rho: 0.5, layer: null });
  expect(layersOf(measurements)).toEqual(['conv', 'bn', 'fc']);
  // of 10, 20, 30, 40
  expect(layerValues(measurements, [whole!.identity])).toEqual([
    [
      { layer: 'conv', median: 12.5, low: 8.75, high: 16.25 },
      { layer: 'bn', median: 2.5, low: 1.75, high: 3.25 },
      { layer: 'fc', median: 25, low: 17.5, high: 32.5 },
    ],
  ]);
});

test('the layers stand in the order of the network', () => {
  const { concat } = layerFigure({ measurements, correlations }) as unknown as {
    concat: { layer: { encoding: { y: { sort: string[] } } }[] }[];
  };
  expect(concat).toHaveLength(1);
  for (const { encoding } of concat[0]!.layer) expect(encoding.y.sort).toEqual(['conv', 'bn', 'fc']);
});

test('the figure is there where layers were measured, and goes where they were not', async () => {
  const folder = temporaryFolder();
  const { checkpoints } = syntheticRows();
  const content = {
    checkpoints: Object.entries(gaps).map(([checkpoint, gap_loss]) => ({
      ...checkpoints[0]!,
      checkpoint,
      gap_loss,
    })),
    correlations,
    manifest: {},
  };
  const figures = () => readdirSync(join(folder, 'report')).filter((name) => name.startsWith('layers'));
  const index = await writeReport(folder, { ...content, measurements });
  expect(figures().sort()).toEqual(['layers.png', 'layers.svg', 'layers.vl.json']);
  expect(readFileSync(index, 'utf8')).toContain('Where the sharpness is');
  await writeReport(folder, { ...content, measurements: measurements.filter(({ layer }) => layer === null) });
  expect(figures()).toEqual([]);
  expect(readFileSync(index, 'utf8')).not.toContain('Where the sharpness is');
});
