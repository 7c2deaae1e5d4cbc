import { combined, groupsOf } from './numbered.ts';
import type { HyperparameterCells } from './population.ts';

/** Models that share the values of some hyperparameters, group by group. */
export interface SharedValues {
  readonly hyperparameters: readonly string[];
  /** The models, those of a group together. */
  readonly order: Uint32Array;
  /** Where in `order` each group ends. */
  readonly ends: readonly number[];
}

/** @param models the numbers of those that enter; the result counts them from 0 */
export function sharedValues(
  hyperparameters: readonly HyperparameterCells[],
  models: readonly number[],
): SharedValues {
  const levels = hyperparameters.map((axis) => ({
    numbers: Uint32Array.from(models, (model) => axis.levels[model]!),
    count: axis.levelCount,
  }));
  const groups = groupsOf(combined(models.length, levels).numbers);
  let end = 0;
  return {
    hyperparameters: hyperparameters.map(({ name }) => name),
    order: Uint32Array.from(groups.flat()),
    ends: groups.map((group) => {
      end += group.length;
      return end;
    }),
  };
}

/** All pairs of hyperparameters, or of other things. */
export function everyTwo<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((one, k) => items.slice(k + 1).map((other) => [one, other] as const));
}

/** How many pairs have the signs s and t of their differences in measure and gap: `counts[3 (s + 1) + t + 1]`. */
export type SignCounts = Float64Array;

/** Dense ranks of models in measure and gap, one of each a model. */
export interface DenseRanks {
  readonly measures: Int32Array;
  readonly gaps: Int32Array;
}

/**
 * Goes through the cells of ordered pairs of models: those of a cell have their first models in one group, and their
 * second ones in one. No model is paired with itself.
 *
 * O(n²) time, O(n) memory.
 * @param take is given the counts of each cell, valid until it returns, and how many models its groups have in common: n
 *   where they are one group of n, else 0
 */
export function eachPairCell(
  { order, ends }: SharedValues,
  { measures, gaps }: DenseRanks,
  take: (counts: SignCounts, common: number) => void,
): void {
  const m = Int32Array.from(order, (model) => measures[model]!);
  const g = Int32Array.from(order, (model) => gaps[model]!);
  const counts = new Float64Array(9);
  const starts = [0, ...ends];
  for (let first = 0; first < ends.length; first++) {
    const [start, end] = [starts[first]!, ends[first]!];
    counts.fill(0);
    for (let a = start; a < end; a++) countSigns(counts, m, g, a, a + 1, end);
    // each pair is counted one way round
    take(
      counts.map((count, sign) => count + counts[8 - sign]!),
      end - start,
    );
    for (let second = first + 1; second < ends.length; second++) {
      counts.fill(0);
      for (let a = start; a < end; a++) countSigns(counts, m, g, a, ends[second - 1]!, ends[second]!);
      take(counts, 0);
      // the same pairs, the other way round
      take(counts.reverse(), 0);
    }
  }
}

/** Of the pairs of a with each from start to end. */
function countSigns(
  counts: SignCounts,
  m: Int32Array,
  g: Int32Array,
  a: number,
  start: number,
  end: number,
): void {
  const [ma, ga] = [m[a]!, g[a]!];
  for (let b = start; b < end; b++) {
    counts[3 * signOf(ma - m[b]!) + signOf(ga - g[b]!) + 4]! += 1;
  }
}

/** Of a whole number of 32 bits, without a branch that could be guessed wrong. */
function signOf(difference: number): number {
  return (difference >> 31) | (-difference >>> 31);
}
