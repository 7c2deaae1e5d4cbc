import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';

/** A table in memory, by column. Cells of a CSV file are text or null; those of a Parquet file have types. */
export interface Table {
  readonly file: string;
  readonly names: readonly string[];
  /** One list a name, all of one length. */
  readonly columns: readonly (readonly Cell[])[];
  readonly rows: number;
  /** Where a row stands in its file, for a message: `line 7` or `row 6`. */
  readonly where: (row: number) => string;
}

/** A name from a file as it may stand in a one-line message. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}

/** Names of columns must differ. */
export function requireDistinctNames(names: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new UserError(`${file}: two columns are named ${quoted(name)}; names must differ`);
    seen.add(name);
  }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const words: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

/** A decimal number, `NaN` or `Infinity` (also as pandas, NumPy and R write them); undefined for other text. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return decimal.test(trimmed) ? Number(trimmed) : words.get(trimmed.toLowerCase());
}

/** `true` or `false` in any case; undefined for other text. */
export function parseFlag(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/**
 * The values of a column of text: numbers where every cell that is not empty is one, booleans where every one
 * is, else the text. Cells that have a type keep it.
 */
export function inferTypes(cells: readonly Cell[]): readonly Cell[] {
  return parseAll(cells, parseNumber) ?? parseAll(cells, parseFlag) ?? cells;
}

function parseAll(
  cells: readonly Cell[],
  parse: (text: string) => Cell | undefined,
): readonly Cell[] | undefined {
  const parsed: Cell[] = [];
  for (const cell of cells) {
    const value = typeof cell === 'string' ? parse(cell) : cell;
    if (value === undefined) return undefined;
    parsed.push(value);
  }
  return parsed;
}
