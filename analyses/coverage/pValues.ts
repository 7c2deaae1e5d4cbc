/** A coefficient and its p-value, in one study. */
export interface Tested {
  readonly value: number | null;
  readonly p_value: number | null;
}

/** The distribution of p-values, which should be uniform where the true value is 0. */
export interface PValues {
  readonly sorted: Float64Array;
  /** How much larger the share of p-values up to some p is than p, at most: too many small ones. */
  readonly tooMany: number;
  /** How much smaller it is, at most. */
  readonly tooFew: number;
  /** The share that is at most each of the `LEVELS`. */
  readonly rejected: readonly number[];
  /** The largest share of studies whose coefficients are equally far from 0: they have one p-value, up to permutations. */
  readonly largestStep: number;
}

export const LEVELS = [0.01, 0.05, 0.1] as const;

/** Numbers that differ by less are the same. */
const SAME = 1e-12;

export function pValuesOf(studies: readonly Tested[]): PValues {
  const sorted = Float64Array.from(studies.flatMap(({ p_value }) => p_value ?? [])).sort();
  const n = sorted.length;
  const runs = runsOf(sorted);
  const sizes = Float64Array.from(
    studies.flatMap(({ value }) => (value === null ? [] : Math.abs(value))),
  ).sort();
  return {
    sorted,
    tooMany: Math.max(0, ...runs.map(({ end, value }) => end / n - value)),
    tooFew: Math.max(0, ...runs.map(({ start, value }) => value - start / n)),
    rejected: LEVELS.map((level) => sorted.filter((p) => p <= level + SAME).length / n),
    largestStep: Math.max(0, ...runsOf(sizes).map(({ start, end }) => (end - start) / sizes.length)),
  };
}

/** Kolmogorov and Smirnov's distance from the uniform distribution. */
export function distanceOf({ tooMany, tooFew }: PValues): number {
  return Math.max(tooMany, tooFew);
}

/** Where each run of equal numbers starts and ends. */
function runsOf(sorted: Float64Array) {
  const runs: { readonly value: number; readonly start: number; readonly end: number }[] = [];
  let start = 0;
  for (let end = 1; end <= sorted.length; end++) {
    if (end < sorted.length && sorted[end]! - sorted[start]! < SAME) continue;
    runs.push({ value: sorted[start]!, start, end });
    start = end;
  }
  return runs;
}
