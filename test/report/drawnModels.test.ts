import { expect, test } from 'vitest';
import { drawnModels } from '../../src/report/drawnModels.ts';
import { scatter } from '../../src/report/index.ts';
import { correlationsWith, measurement } from './measurement.ts';
import { syntheticRows } from './rows.ts';

const names = Array.from({ length: 6000 }, (_, k) => `lr=${k % 10}_wd=${Math.floor(k / 10) % 10}_seed=${k}`);

test('few models are all drawn', () => {
  expect(drawnModels(names.slice(0, 2000)).size).toBe(2000);
});

test('of many, the same 2000 are drawn in whatever order they come, and of every setting its share', () => {
  const drawn = drawnModels(names);
  expect(drawn.size).toBe(2000);
  expect(drawnModels(names.toReversed())).toEqual(drawn);
  for (const setting of ['lr=0_', 'lr=7_', 'wd=0_', 'wd=9_']) {
    const share = [...drawn].filter((name) => name.includes(setting)).length / 2000;
    // 600 of 6000: 0.1, and its standard deviation is 0.0055
    expect(Math.abs(share - 0.1)).toBeLessThan(0.025);
  }
});

test('the scatter plot says how many it draws', () => {
  const gaps = Object.fromEntries(names.slice(0, 2500).map((name, k) => [name, k]));
  const measurements = names.slice(0, 2500).map((checkpoint, value) => measurement({ checkpoint, value }));
  const [row] = syntheticRows().checkpoints;
  const checkpoints = names.slice(0, 2500).map((checkpoint) => ({ ...row!, checkpoint }));
  const { concat, data } = scatter({
    checkpoints,
    measurements,
    correlations: correlationsWith(gaps, measurements),
  }) as unknown as { concat: { title: { subtitle: string[] } }[]; data: { values: unknown[] } };
  expect(data.values).toHaveLength(2000);
  expect(concat[0]!.title.subtitle.join()).toContain('2500 models,2000 of them drawn');
});
