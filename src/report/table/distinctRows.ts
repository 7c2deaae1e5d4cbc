import type { Cell } from '../../correlation/index.ts';
import { numberTuples } from '../../correlation/numberTuples.ts';

/** Two rows that say the same thing: where they stand. */
export interface Repeat {
  readonly row: number;
  readonly earlier: number;
}

/** Finds rows that say the same thing, of millions. */
export interface DistinctRows {
  /**
   * @param subject what most rows differ in, such as the checkpoint
   * @param more the other cells that tell rows apart: few combinations, of many rows each; not kept
   */
  readonly add: (subject: Cell, more: readonly Cell[], row: number) => void;
  /** The first row that repeats an earlier one. */
  readonly firstRepeat: () => Repeat | undefined;
}

export function startDistinct(): DistinctRows {
  const subjects = new Map<Cell, number>();
  const numberOf = numberTuples();
  const subjectOf: number[] = [];
  const combinationOf: number[] = [];
  const rows: number[] = [];
  return {
    add: (subject, more, row) => {
      const number = subjects.get(subject) ?? subjects.size;
      if (number === subjects.size) subjects.set(subject, number);
      subjectOf.push(number);
      combinationOf.push(numberOf(more));
      rows.push(row);
    },
    firstRepeat: () => {
      const keys = Float64Array.from(subjectOf, (subject, k) => combinationOf[k]! * subjects.size + subject);
      const sorted = keys.slice().sort();
      const repeated = new Set(sorted.filter((key, k) => key === sorted[k - 1]));
      if (repeated.size === 0) return undefined;
      const first = new Map<number, number>();
      for (const [k, key] of keys.entries()) {
        const earlier = first.get(key);
        if (earlier !== undefined) return { row: rows[k]!, earlier };
        if (repeated.has(key)) first.set(key, rows[k]!);
      }
      return undefined;
    },
  };
}
