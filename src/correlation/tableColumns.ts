import { nearest } from '../nearest.ts';
import { UserError } from '../userError.ts';
import type { HyperparameterValue } from './types.ts';

/** A cell of a table; null where it is empty. */
export type Cell = number | string | boolean | null;

/** A table by column, all of one length, a row a model. */
export type Columns = Readonly<Record<string, readonly Cell[]>>;

/** A table that is asked for its columns, as Arquero's are. Undefined is an empty cell. */
export interface ColumnTable {
  columnNames(): readonly string[];
  array(name: string): ArrayLike<unknown>;
}

/** The columns of a table by their kinds; all throw UserError, naming the column, where it is missing or of another kind. */
export interface TableColumns {
  /** NaN where a cell is empty. */
  readonly numbers: (name: string) => number[];
  /** @throws UserError where a cell is empty, too */
  readonly values: (name: string) => HyperparameterValue[];
}

export function tableColumns(table: Columns | ColumnTable): TableColumns {
  const { names, cellsOf } = isColumnTable(table)
    ? { names: table.columnNames(), cellsOf: (name: string) => table.array(name) }
    : { names: Object.keys(table), cellsOf: (name: string) => table[name]! };
  const column = (name: string): readonly unknown[] => {
    if (names.includes(name)) return Array.from(cellsOf(name), (cell) => cell ?? null);
    const known = names.map((one) => JSON.stringify(one));
    const shown = known.length > 20 ? [...known.slice(0, 20), '...'] : known;
    const meant = nearest(name, names);
    const hint = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
    throw new UserError(
      `the table has no column ${JSON.stringify(name)}: its columns are ${shown.join(', ')}${hint}`,
    );
  };
  return {
    numbers: (name) => numbersOf(column(name), name),
    values: (name) => column(name).map((cell, row) => settingOf(cell, name, row)),
  };
}

function isColumnTable(table: Columns | ColumnTable): table is ColumnTable {
  return typeof table.columnNames === 'function';
}

function numbersOf(cells: readonly unknown[], name: string): number[] {
  const others = [...cells.keys()].filter((row) => cells[row] !== null && typeof cells[row] !== 'number');
  if (others.length === 0) return cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
  // one text makes texts of all cells of a CSV column: the one to blame is no number
  const row = others.find((at) => !isNumberText(cells[at])) ?? others[0]!;
  throw new UserError(
    `column ${JSON.stringify(name)} must hold numbers, but row ${row + 1} has ${shown(cells[row])}`,
  );
}

function isNumberText(cell: unknown): boolean {
  return typeof cell === 'string' && cell.trim() !== '' && !Number.isNaN(Number(cell));
}

function settingOf(cell: unknown, name: string, row: number): HyperparameterValue {
  if (typeof cell === 'number' || typeof cell === 'string' || typeof cell === 'boolean') return cell;
  const column = `column ${JSON.stringify(name)}`;
  if (cell === null)
    throw new UserError(
      `${column} has no value in row ${row + 1}: a ψ needs every hyperparameter of every model`,
    );
  throw new UserError(
    `${column} must hold numbers, texts or true and false, but row ${row + 1} has ${shown(cell)}`,
  );
}

function shown(cell: unknown): string {
  return typeof cell === 'string' ? JSON.stringify(cell) : String(cell);
}
