import { expect, test } from 'vitest';
import type { GroupValue } from '../../src/sharpness/types.ts';
import { curvedRows } from '../../src/studies/curvedRows.ts';
import { measurementRows } from '../../src/studies/measureRows.ts';
import { candidateOf, planWith, resultsOf } from './madeUpResults.ts';

const plan = planWith({ kind: 'apgd', steps: 3, restarts: 1 }, [8, 32], 64);
const candidate = candidateOf(plan);

function climbed(group: number, m: number, radius: number): GroupValue {
  const curve = [1, 2, 3 + group].map((step) => step * m * radius);
  const certificate = {
    oneStep: 0,
    restartSpread: null,
    maximizerNorm: 1,
    boundaryShare: null,
    stillImproving: true,
    curve,
  };
  return { value: curve.at(-1)!, firstOrder: 0, source: 'float64', certificate };
}

test('every row has the curve of its own m and radius, the mean over its groups', () => {
  const results = resultsOf(candidate, plan, climbed);
  const rows = curvedRows(candidate, plan, results);
  expect(rows.map(({ m, rho, curve }) => [m, rho, curve])).toEqual([
    // 8 groups: the last step gives 3 + 3.5 on the average; then 2 groups: 3 + 0.5
    [8, 0.1, [0.8, 1.6, 5.2].map((value) => expect.closeTo(value, 12))],
    [8, 0.5, [4, 8, 26]],
    [32, 0.1, [3.2, 6.4, 11.2].map((value) => expect.closeTo(value, 12))],
    [32, 0.5, [16, 32, 56]],
  ]);
  expect(rows.map(({ curve, ...row }) => row)).toEqual(measurementRows(candidate, plan, results));
  for (const { value, curve } of rows) expect(curve!.at(-1)).toBeCloseTo(value, 12);
});

test('a value that has no certificate in some group has no curve', () => {
  const results = resultsOf(candidate, plan, (group, m, radius) =>
    group === 1 && radius === 0.5
      ? { value: Number.NaN, firstOrder: Number.NaN, source: 'float32' }
      : climbed(group, m, radius),
  );
  expect(curvedRows(candidate, plan, results).map((row) => 'curve' in row)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
