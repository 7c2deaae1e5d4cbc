import type { Cell, CheckpointRow, CorrelationRow } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import { type CurvedRow, curveCells, curveColumns } from './bestCurve.ts';
import { type Column, correlationColumns, measurementColumns, performanceColumns } from './columns.ts';
import { csvLine } from './csv.ts';
import type { Rows } from './packedRows.ts';
import { columnType } from './parquet.ts';
import { quoted } from './table.ts';
import type { WrittenColumn } from './tableFile.ts';

/** A table as its files hold it: the cells of each row in the order of the columns. */
export interface WrittenTable {
  readonly columns: readonly WrittenColumn[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** A table whose rows have these columns as properties. */
export function writtenTable<Name extends string>(
  rows: Rows<{ readonly [Each in Name]: Cell }>,
  columns: readonly Column<Name>[],
): WrittenTable {
  return {
    columns: columns.map((column) => writtenColumn(column, rows.length)),
    rows: eachOf(rows, (row) => columns.map((column) => cellOf(row[column.name], column))),
  };
}

/** correlations.csv as text. */
export function correlationsCsv(rows: readonly CorrelationRow[]): string {
  const { columns, rows: cells } = writtenTable(rows, correlationColumns);
  return [columns.map(({ name }) => name), ...cells].map(csvLine).join('');
}

/** measurements.csv: the curves, where there are any, follow. */
export function measurementTable(rows: Rows<CurvedRow>): WrittenTable {
  const fixed = writtenTable(rows, measurementColumns);
  const curves = curveColumns(rows);
  if (curves.length === 0) return fixed;
  return {
    columns: [...fixed.columns, ...curves.map((name) => ({ name, type: 'DOUBLE' as const }))],
    rows: eachOf(rows, (row) => [
      ...measurementColumns.map((column) => cellOf(row[column.name], column)),
      ...curveCells(row, curves),
    ]),
  };
}

/**
 * checkpoints.csv: the hyperparameters of all rows stand behind the name.
 *
 * @throws UserError where a hyperparameter has the name of another column
 */
export function checkpointTable(rows: readonly CheckpointRow[]): WrittenTable {
  const names = new Set<string>();
  for (const { hyperparameters } of rows) for (const name of Object.keys(hyperparameters)) names.add(name);
  const hyperparameters = [...names];
  const taken = hyperparameters.find(
    (name) => name === 'checkpoint' || performanceColumns.some((column) => column.name === name),
  );
  if (taken !== undefined) {
    throw new UserError(
      `checkpoints.csv: a hyperparameter is named ${quoted(taken)}, like a column of results; rename it`,
    );
  }
  const hyperparameterOf = ({ hyperparameters: own }: CheckpointRow, name: string): Cell =>
    Object.hasOwn(own, name) ? own[name]! : null;
  return {
    columns: [
      { name: 'checkpoint', type: 'STRING' },
      ...hyperparameters.map((name) => ({
        name,
        type: columnType(eachOf(rows, (row) => hyperparameterOf(row, name))),
      })),
      ...performanceColumns.map((column) => writtenColumn(column, rows.length)),
    ],
    rows: eachOf(rows, (row) => [
      row.checkpoint,
      ...hyperparameters.map((name) => hyperparameterOf(row, name)),
      ...performanceColumns.map(({ name }) => row[name] ?? null),
    ]),
  };
}

function writtenColumn({ name, kind }: Column, rows: number): WrittenColumn {
  if (/^(number|count)/.test(kind)) return { name, type: 'DOUBLE' };
  return { name, type: kind === 'flag' && rows > 0 ? 'BOOLEAN' : 'STRING' };
}

/** Parquet columns have one type, and `inf` is a text: p is text throughout. */
function cellOf(cell: Cell, { kind }: Column): Cell {
  return kind === 'order?' && cell !== null ? String(cell) : cell;
}

/** What a function gives of each item, one at a time and as often as one likes. */
function eachOf<Item, Result>(items: Iterable<Item>, of: (item: Item) => Result): Iterable<Result> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield of(item);
    },
  };
}
