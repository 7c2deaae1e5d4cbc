import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Cell } from '../../correlation/index.ts';
import { reason, UserError } from '../../userError.ts';
import type { Where } from './convert.ts';
import { namesOf, parseCsv, requireCells } from './csv.ts';
import { decodeCsv, startRecords } from './csvRecords.ts';
import { isParquet, parseParquet } from './parquet.ts';
import { inferTypes, type Table } from './table.ts';

/** A table of the user's: every column by its name, in the order of the file. */
export interface UserTable {
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  readonly rows: number;
}

/** Of a table that is in memory as a whole. */
const maxBytes = 256 * 2 ** 20;
/** Of CSV that is read row by row. */
const pieceBytes = 2 ** 20;

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
export function loadTable(path: string): Promise<Table> {
  return withTable(path, async (file) => {
    const bytes = await readWhole(path, file);
    return isParquet(bytes) ? parseParquet(bytes, path) : parseCsv(bytes, path);
  });
}

/** Takes a row: its cells in the order of the names, and where it stands. */
type TakeRow = (cells: readonly Cell[], row: number) => void;

/**
 * Goes through a table row by row: a CSV file of any size in little memory.
 *
 * @param begin is called with the names of the columns, and gives what takes the rows
 * @throws UserError naming the file, and the line where there is one.
 */
export function eachRow(
  path: string,
  begin: (names: readonly string[], where: Where) => TakeRow,
): Promise<void> {
  return withTable(path, async (file) => {
    const { bytesRead, buffer } = await file.read(new Uint8Array(4), 0, 4, 0);
    if (isParquet(buffer.subarray(0, bytesRead))) {
      const { names, columns, rows, where } = await parseParquet(await readWhole(path, file), path);
      const take = begin(names, where);
      for (let row = 0; row < rows; row++)
        take(
          columns.map((cells) => cells[row]!),
          row,
        );
    } else {
      await eachCsvRow(path, file, begin);
    }
  });
}

async function eachCsvRow(
  path: string,
  file: FileHandle,
  begin: (names: readonly string[], where: Where) => TakeRow,
): Promise<void> {
  let header: { readonly names: readonly string[]; readonly take: TakeRow } | undefined;
  const reader = startRecords(path, (record) => {
    if (header === undefined) {
      const names = namesOf(record, path);
      header = { names, take: begin(names, (line) => `line ${line}`) };
    } else {
      requireCells(record, header.names, path);
      header.take(record.cells, record.line);
    }
  });
  const decode = decodeCsv(path);
  const piece = new Uint8Array(pieceBytes);
  for (let at = 0, read = 1; read > 0; at += read) {
    read = (await file.read(piece, 0, pieceBytes, at)).bytesRead;
    reader.read(decode(piece.subarray(0, read)));
  }
  reader.end(decode());
  if (header === undefined) namesOf(undefined, path);
}

async function withTable<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    // a pipe must not even be opened: that waits for a writer
    if ((await stat(path)).isFile()) {
      const file = await open(path);
      try {
        return await use(file);
      } finally {
        await file.close();
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') {
      throw new UserError(`${path}: there is no such file; a table is a CSV or Parquet file`);
    }
    throw new UserError(`${path}: cannot be read: ${reason(error)}`, { cause: error });
  }
  throw new UserError(`${path}: not a file; a table is a CSV or Parquet file`);
}

async function readWhole(path: string, file: FileHandle): Promise<Uint8Array> {
  const { size } = await file.stat();
  if (size > maxBytes) throw new UserError(`${path}: ${size} bytes; a table may have ${maxBytes}`);
  const bytes = new Uint8Array(size);
  for (let at = 0, read = 1; at < size && read > 0; at += read) {
    read = (await file.read(bytes, at, size - at, at)).bytesRead;
  }
  return bytes;
}
