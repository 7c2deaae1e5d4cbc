import { nearest } from '../nearest.ts';
import { UserError } from '../userError.ts';
import type { HyperparameterValue } from './types.ts';

/** A cell of a table; null where it is empty. */
export type Cell = number | string | boolean | null;

/** A table by column. */
export type TableColumns = Readonly<Record<string, readonly Cell[]>>;

function column(columns: TableColumns, name: string): readonly Cell[] {
  const cells = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (cells !== undefined) return cells;
  const names = Object.keys(columns).map((known) => JSON.stringify(known));
  const shown = names.length > 20 ? [...names.slice(0, 20), '...'] : names;
  const meant = nearest(name, Object.keys(columns));
  const hint = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
  throw new UserError(
    `the table has no column ${JSON.stringify(name)}: its columns are ${shown.join(', ')}${hint}`,
  );
}

/**
 * The numbers of a column, NaN where it is empty.
 *
 * @throws UserError where there is no such column, or it holds something else
 */
export function numbersOf(columns: TableColumns, name: string): number[] {
  return column(columns, name).map((cell, row) => {
    if (cell === null) return Number.NaN;
    if (typeof cell === 'number') return cell;
    throw new UserError(
      `column ${JSON.stringify(name)} must hold numbers, but row ${row + 1} has ${JSON.stringify(cell)}`,
    );
  });
}

/**
 * The values of a column of hyperparameters.
 *
 * @throws UserError where there is no such column, or a cell of it is empty
 */
export function valuesOf(columns: TableColumns, name: string): HyperparameterValue[] {
  return column(columns, name).map((cell, row) => {
    if (cell !== null) return cell;
    throw new UserError(
      `column ${JSON.stringify(name)} has no value in row ${row + 1}: a ψ needs every hyperparameter of every model`,
    );
  });
}
