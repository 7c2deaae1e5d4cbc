import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import type { Column } from './columns.ts';
import { parseFlag, parseNumber, quoted, type Table } from './table.ts';

/** The values of a column of the table, checked against what the column must hold. */
export function readColumn(table: Table, column: Column): readonly Cell[] {
  const at = table.names.indexOf(column.name);
  if (at === -1) {
    if (column.otherwise !== undefined) return new Array(table.rows).fill(column.otherwise);
    throw new UserError(`${table.file}: there is no column ${quoted(column.name)}`);
  }
  return table.columns[at]!.map((cell, row) => {
    const value = convert(cell, column);
    if (value !== undefined) return value;
    const found = cell === null ? 'is empty' : `is ${quoted(String(cell))}`;
    throw new UserError(
      `${table.file}: ${table.where(row)}: ${quoted(column.name)} ${found}; it must be ${expected(column)}`,
    );
  });
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
