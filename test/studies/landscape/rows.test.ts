import { describe, expect, test } from 'vitest';
import { estimate, landscapeRows } from '../../../src/studies/landscape/rows.ts';
import { coordinates, lineCoordinates } from '../../../src/studies/landscape/slice.ts';
import type { GroupLine } from '../../../src/studies/landscape/tasks.ts';

const slice = { points: 3, span: 0.5, biasBn: 'ignored' } as const;
const engine = { name: 'cpu', device: '', versions: {}, threads: 1, precisions: ['float32'] } as const;

describe('where the loss is evaluated', () => {
  test('evenly from end to end, with the weights in the middle', () => {
    expect(coordinates({ points: 5, span: 0.3 })).toEqual([-0.3, -0.15, 0, 0.15, 0.3]);
    for (const points of [3, 41, 101]) {
      const at = coordinates({ points, span: 1 });
      expect([at.length, at[0], at[(points - 1) / 2], at.at(-1)]).toEqual([points, -1, 0, 1]);
    }
  });

  test('the line passes the maximizer, whatever the points', () => {
    expect(lineCoordinates({ points: 5 })).toEqual([-2, -1, 0, 1, 2]);
    expect(lineCoordinates({ points: 3 })).toEqual([-2, 0, 1, 2]);
    expect(lineCoordinates({ points: 7 }).filter((t) => t === 1)).toHaveLength(1);
  });
});

test('a mean, and its standard error', () => {
  const { value, standardError } = estimate([1, 2, 6]);
  expect(value).toBe(3);
  // deviations -2, -1, 3: 14 / (3 - 1), over 3
  expect(standardError).toBeCloseTo(Math.sqrt(7 / 3), 14);
  expect(estimate([4])).toEqual({ value: 4, standardError: Number.NaN });
});

test('the tables of a landscape', () => {
  const lineOf = (group: number, loss: number, rises: readonly number[]): GroupLine => ({
    ...{ group, firstExample: 8 * group, loss, rises, value: rises[2]!, noisy: false },
    ...{ alpha: 0.1, beta: -0.2, share: 0.3 },
  });
  const lines = [lineOf(0, 1, [4, 0, 1, 9]), lineOf(1, 3, [8, 0, 3, Number.POSITIVE_INFINITY])];
  const losses = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const { plane, line, maximizers } = landscapeRows(
    losses.map((row) => ({ losses: row, engine })),
    lines,
    slice,
  );
  expect(plane.slice(0, 2)).toEqual([
    { alpha: -0.5, beta: -0.5, loss: 1 },
    { alpha: 0, beta: -0.5, loss: 2 },
  ]);
  expect(plane[5]).toEqual({ alpha: 0.5, beta: 0, loss: 6 });
  // L(w) is 2; the rises at the maximizer are 1 and 3
  expect(line.slice(0, 3)).toEqual([
    { t: -2, rise: 6, standard_error: 2, loss: 8 },
    { t: 0, rise: 0, standard_error: 0, loss: 2 },
    { t: 1, rise: 2, standard_error: 1, loss: 4 },
  ]);
  expect(line[3]).toMatchObject({ t: 2, rise: Number.POSITIVE_INFINITY, loss: Number.POSITIVE_INFINITY });
  expect(maximizers[1]).toEqual({
    ...{ group: 1, first_example: 8, value: 3, alpha: 0.1, beta: -0.2, share: 0.3 },
  });
});
