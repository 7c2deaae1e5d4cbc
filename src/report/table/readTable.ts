import { open, stat } from 'node:fs/promises';
import type { Cell } from '../../correlation/index.ts';
import { reason, UserError } from '../../userError.ts';
import { parseCsv } from './csv.ts';
import { isParquet, parseParquet } from './parquet.ts';
import { inferTypes, type Table } from './table.ts';

/** A table of the user's: every column by its name, in the order of the file. */
export interface UserTable {
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  readonly rows: number;
}

const maxBytes = 256 * 2 ** 20;

/**
 * Reads any CSV or Parquet table. A CSV column holds numbers where every cell that is not empty is a number
 * (`NaN`, `inf` and `Infinity` count), booleans where every one is `true` or `false`, else text; an empty
 * cell is null.
 * @throws UserError naming the file, and the line where there is one.
 */
export async function readTable(path: string): Promise<UserTable> {
  const table = await loadTable(path);
  return {
    names: table.names,
    columns: Object.fromEntries(table.names.map((name, i) => [name, inferTypes(table.columns[i]!)])),
    rows: table.rows,
  };
}

/** Reads a CSV or Parquet file as it is: which of the two its first bytes say. */
export async function loadTable(path: string): Promise<Table> {
  const bytes = await readBytes(path);
  return isParquet(bytes) ? parseParquet(bytes, path) : parseCsv(bytes, path);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // a pipe must not even be opened: that waits for a writer
    if ((await stat(path)).isFile()) return await readFileWithin(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UserError(`${path}: there is no such file; a table is a CSV or Parquet file`);
    }
    throw new UserError(`${path}: cannot be read: ${reason(error)}`);
  }
  throw new UserError(`${path}: not a file; a table is a CSV or Parquet file`);
}

async function readFileWithin(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new UserError(`${path}: ${size} bytes; a table may have ${maxBytes}`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
