import type { LandscapeRows, LinePoint, PlanePoint } from '../../report/landscape/index.ts';
import { meanAndError } from '../groupSummary.ts';
import { coordinates, lineCoordinates, type SliceOptions } from './slice.ts';
import type { GroupLine, PlaneResult } from './tasks.ts';

/** The mean of some values, and its standard error. */
export function estimate(values: readonly number[]): { value: number; standardError: number } {
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return meanAndError({ sum, squares }, values.length);
}

function lineOf(groups: readonly GroupLine[], slice: SliceOptions): LinePoint[] {
  const loss = estimate(groups.map((group) => group.loss)).value;
  return lineCoordinates(slice).map((t, k) => {
    const { value: rise, standardError } = estimate(groups.map(({ rises }) => rises[k]!));
    return { t, rise, standard_error: standardError, loss: loss + rise };
  });
}

function planeOf(rows: readonly PlaneResult[], slice: SliceOptions): PlanePoint[] {
  const at = coordinates(slice);
  return rows.flatMap(({ losses }, j) => losses.map((loss, i) => ({ alpha: at[i]!, beta: at[j]!, loss })));
}

/** The tables of a landscape from what its pieces came to. */
export function landscapeRows(
  rows: readonly PlaneResult[],
  groups: readonly GroupLine[],
  slice: SliceOptions,
): LandscapeRows {
  return {
    plane: planeOf(rows, slice),
    line: lineOf(groups, slice),
    maximizers: groups.map(({ group, firstExample, value, alpha, beta, share }) => ({
      ...{ group, first_example: firstExample, value, alpha, beta, share },
    })),
  };
}
