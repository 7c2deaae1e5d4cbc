import type { GroupMeasures } from '../sharpness/types.ts';

/** A mean in the making, in double precision. */
interface Moments {
  readonly sum: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** What one region and radius came to over some groups. */
export interface ValueSummary {
  readonly value: Moments;
  readonly firstOrder: number;
  /** Groups whose value float32 alone could not give, and which was got in double precision or by interpolation. */
  readonly refined: number;
  /** Groups whose value is no better than float32's noise. */
  readonly noisy: number;
}

/** Groups of one checkpoint, added up. The matrix is [region][radius]. */
export interface GroupSummary {
  readonly groups: number;
  readonly values: readonly (readonly ValueSummary[])[];
}

function momentsOf(values: readonly number[]): Moments {
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  return { sum, squares: values.reduce((total, value) => total + (value - mean) ** 2, 0) };
}

/** Adds up the measures of groups. */
export function summarizeGroups(groups: readonly GroupMeasures[]): GroupSummary {
  const values = groups[0]!.values.map((row, region) =>
    row.map((_value, radius): ValueSummary => {
      const sources = groups.map(({ sources }) => sources[region]![radius]!);
      return {
        value: momentsOf(groups.map(({ values }) => values[region]![radius]!)),
        firstOrder: groups.reduce((sum, { firstOrder }) => sum + firstOrder[region]![radius]!, 0),
        refined: sources.filter((source) => source === 'float64' || source === 'interpolated').length,
        noisy: sources.filter((source) => source === 'noise').length,
      };
    }),
  );
  return { groups: groups.length, values };
}

/** The moments of two sets of values together (Chan, Golub and LeVeque 1979). */
function mergeMoments(a: Moments, countA: number, b: Moments, countB: number): Moments {
  const apart = b.sum / countB - a.sum / countA;
  const squares = a.squares + b.squares + (apart ** 2 * countA * countB) / (countA + countB);
  return { sum: a.sum + b.sum, squares };
}

/** Two summaries of different groups together. */
export function mergeSummaries(a: GroupSummary, b: GroupSummary): GroupSummary {
  const values = a.values.map((row, region) =>
    row.map((left, radius): ValueSummary => {
      const right = b.values[region]![radius]!;
      return {
        value: mergeMoments(left.value, a.groups, right.value, b.groups),
        firstOrder: left.firstOrder + right.firstOrder,
        refined: left.refined + right.refined,
        noisy: left.noisy + right.noisy,
      };
    }),
  );
  return { groups: a.groups + b.groups, values };
}

/** The measure: the mean over groups, and its standard error (n - 1), NaN for one group. */
export function meanAndError(
  { sum, squares }: Moments,
  groups: number,
): { value: number; standardError: number } {
  return { value: sum / groups, standardError: Math.sqrt(squares / (groups - 1) / groups) };
}
