import type { Cell, MeasurementRow } from '../../correlation/index.ts';

/** A measurement, with the best value so far after each step of an iterative ascent where it was asked for. */
export interface CurvedRow extends MeasurementRow {
  /** The mean over groups, of the best start; in measurements.csv the columns `best_1`, `best_2` ... */
  readonly curve?: readonly number[];
}

/** `best_1` is the value after the first step. */
function columnName(step: number): string {
  return `best_${step}`;
}

/** The columns that follow those of a measurement: as many as the longest curve has steps. */
export function curveColumns(rows: Iterable<CurvedRow>): readonly string[] {
  let steps = 0;
  for (const { curve } of rows) steps = Math.max(steps, curve?.length ?? 0);
  return Array.from({ length: steps }, (_, k) => columnName(k + 1));
}

/** The cells of a row in those columns. */
export function curveCells({ curve }: CurvedRow, columns: readonly string[]): readonly Cell[] {
  return columns.map((_, k) => curve?.[k] ?? null);
}

/** Those of a table's columns that hold its curves, in the order of the steps. */
export function curveNames(names: readonly string[]): readonly string[] {
  const known = new Set(names);
  const found: string[] = [];
  while (known.has(columnName(found.length + 1))) found.push(columnName(found.length + 1));
  return found;
}
