/** A mean of numbers, and how they spread; null where there are too few. */
export interface Spread {
  readonly count: number;
  readonly mean: number | null;
  /** n - 1 in the denominator. */
  readonly std: number | null;
}

export function spread(values: readonly number[]): Spread {
  const count = values.length;
  const mean = count > 0 ? sum(values) / count : null;
  const std =
    mean !== null && count > 1 ? Math.sqrt(sum(values.map((x) => (x - mean) ** 2)) / (count - 1)) : null;
  return { count, mean, std };
}

/** The mean of differences of pairs, and what is known of it. */
export interface PairedDifference {
  readonly pairs: number;
  readonly mean: number | null;
  readonly standardError: number | null;
  /** Whether Student's 95 % interval leaves 0 out, and on which side the mean is. */
  readonly verdict: 'higher' | 'lower' | 'undecided';
}

/**
 * How much larger `ours` is than `theirs`, over the keys that both have.
 *
 * @param ours numbers by what makes a pair, as the seed
 */
export function pairedDifference<Key>(
  ours: ReadonlyMap<Key, number>,
  theirs: ReadonlyMap<Key, number>,
): PairedDifference {
  const differences = [...ours].flatMap(([key, value]) => {
    const other = theirs.get(key);
    return other === undefined ? [] : [value - other];
  });
  const { count: pairs, mean, std } = spread(differences);
  if (mean === null || std === null) return { pairs, mean, standardError: null, verdict: 'undecided' };
  const standardError = std / Math.sqrt(pairs);
  const isClear = Math.abs(mean) > studentQuantile(pairs - 1) * standardError;
  return { pairs, mean, standardError, verdict: isClear ? (mean > 0 ? 'higher' : 'lower') : 'undecided' };
}

/** 97.5 % quantiles of Student's t with 1, 2, ... degrees of freedom. */
const SMALL = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262] as const;
const NORMAL = 1.959964;

/** The same for any number: beyond the table by the first terms of its expansion, to 0.003. */
export function studentQuantile(degrees: number): number {
  const exact = SMALL[degrees - 1];
  if (exact !== undefined) return exact;
  const z = NORMAL;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
