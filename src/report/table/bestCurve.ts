import type { Cell, MeasurementRow } from '../../correlation/index.ts';
import { readColumn } from './convert.ts';
import type { Table } from './table.ts';

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
export function curveColumns(rows: readonly CurvedRow[]): {
  readonly names: readonly string[];
  readonly columns: readonly (readonly Cell[])[];
} {
  const steps = rows.reduce((most, { curve }) => Math.max(most, curve?.length ?? 0), 0);
  const places = Array.from({ length: steps }, (_, k) => k);
  return {
    names: places.map((k) => columnName(k + 1)),
    columns: places.map((k) => rows.map(({ curve }) => curve?.[k] ?? null)),
  };
}

/** The curve of every row of a table; undefined where a row's first cell is empty. */
export function readCurves(table: Table): readonly (readonly number[] | undefined)[] {
  const columns: (readonly Cell[])[] = [];
  while (table.names.includes(columnName(columns.length + 1))) {
    columns.push(readColumn(table, { name: columnName(columns.length + 1), kind: 'number?' }));
  }
  return Array.from({ length: table.rows }, (_, row) => {
    const curve: number[] = [];
    for (const cells of columns) {
      const cell = cells[row];
      if (typeof cell !== 'number') break;
      curve.push(cell);
    }
    return curve.length === 0 ? undefined : curve;
  });
}
