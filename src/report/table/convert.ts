import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import type { Column } from './columns.ts';
import { parseFlag, parseNumber, quoted, type Table } from './table.ts';

/** Where a row stands in its file, for a message: `line 7` or `row 6`. */
export type Where = (row: number) => string;

/** Reads the cells of one column, one by one. */
export type CellReader = (cell: Cell, row: number) => Cell;

/** The values of a column of the table, checked against what the column must hold. */
export function readColumn(table: Table, column: Column): readonly Cell[] {
  const { names, columns, rows, file, where } = table;
  const at = names.indexOf(column.name);
  if (at === -1) return new Array(rows).fill(valueWithout(column, file));
  return columns[at]!.map(cellReader(column, file, where));
}

/**
 * The value of a column that the table lacks.
 *
 * @throws UserError where it must have the column
 */
export function valueWithout(column: Column, file: string): Cell {
  if (column.otherwise !== undefined) return column.otherwise;
  throw new UserError(`${file}: there is no column ${quoted(column.name)}`);
}

/**
 * Checks cells against what the column must hold. The same text is the same string, and none is part of the file's text,
 * which would stay in memory with it.
 */
export function cellReader(column: Column, file: string, where: Where): CellReader {
  const known = new Map<Cell, Cell>();
  // numbers are as many as rows; others are few
  const isNumber = column.kind === 'number' || column.kind === 'number?';
  let above: { readonly cell: Cell; readonly value: Cell } | undefined;
  const read: CellReader = (cell, row) => {
    const value = convert(cell, column);
    if (value === undefined) {
      const found = cell === null ? 'is empty' : `is ${quoted(String(cell))}`;
      throw new UserError(
        `${file}: ${where(row)}: ${quoted(column.name)} ${found}; it must be ${expected(column)}`,
      );
    }
    if (isNumber) return value;
    const key = typeof cell === 'string' ? Buffer.from(cell).toString() : cell;
    known.set(key, value === cell ? key : value);
    return value === cell ? key : value;
  };
  return (cell, row) => {
    if (above === undefined || !Object.is(cell, above.cell)) {
      above = { cell, value: known.get(cell) ?? read(cell, row) };
    }
    return above.value;
  };
}

/** Undefined: not a value of this column. */
function convert(cell: Cell, column: Column): Cell | undefined {
  const optional = column.kind.endsWith('?');
  if (cell === null) return optional ? null : column.kind === 'number' ? Number.NaN : undefined;
  switch (column.kind) {
    case 'text':
    case 'text?': {
      const text = String(cell);
      return column.oneOf === undefined || column.oneOf.includes(text) ? text : undefined;
    }
    case 'number':
    case 'number?':
      return number(cell);
    case 'count':
    case 'count?': {
      const count = number(cell);
      return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
    }
    case 'flag':
      return typeof cell === 'string' ? parseFlag(cell) : typeof cell === 'boolean' ? cell : undefined;
    case 'order?': {
      const order = number(cell);
      if (order === Number.POSITIVE_INFINITY) return 'inf';
      return order !== undefined && order > 1 ? order : undefined;
    }
  }
}

function number(cell: Cell): number | undefined {
  return typeof cell === 'number' ? cell : typeof cell === 'string' ? parseNumber(cell) : undefined;
}

function expected({ kind, oneOf }: Column): string {
  if (oneOf !== undefined) return oneOf.join(', ');
  const what = {
    text: 'a text',
    number: 'a number, Infinity or NaN',
    count: 'a whole number from 0',
    flag: 'true or false',
    order: 'a number above 1, or inf',
  }[kind.replace('?', '')]!;
  return kind.endsWith('?') ? `${what}, or empty` : what;
}
