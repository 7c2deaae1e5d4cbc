import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import { curveNames } from './bestCurve.ts';
import type { Column } from './columns.ts';
import { type CellReader, cellReader, valueWithout, type Where } from './convert.ts';
import { startDistinct } from './distinctRows.ts';
import { type Packable, type Rows, startPacking } from './packedRows.ts';
import { eachRow } from './readTable.ts';

/** What the rows of a table are. */
export interface RowKind<Row> {
  readonly columns: readonly Column<keyof Row & string>[];
  /** No two rows have the same in all of these. */
  readonly identity: readonly (keyof Row & string)[];
  /** The property that holds the numbers of the columns `best_1`, `best_2` ...; none where the first is empty. */
  readonly curve?: keyof Row & string;
}

/**
 * Reads a table row by row, each checked against what its columns must hold.
 *
 * @throws UserError naming the file, and the line where there is one
 */
export async function readRows<Row>(path: string, kind: RowKind<Row>): Promise<Rows<Row>> {
  const { columns, curve } = kind;
  const names = columns.map(({ name }) => name);
  const packer = startPacking<Row>(curve === undefined ? names : [...names, curve]);
  const distinct = startDistinct();
  const [subject, ...more] = kind.identity.map((name) => names.indexOf(name));
  let whereOf: Where = String;
  await eachRow(path, (found, where) => {
    whereOf = where;
    const values: Cell[] = [];
    const others: Cell[] = [];
    const readCells = cellsIn(found, columns, path, where);
    const readCurve = curve === undefined ? undefined : curveIn(found, path, where);
    const row: Packable[] = [];
    return (cells, at) => {
      readCells(cells, at, values);
      for (let k = 0; k < more.length; k++) others[k] = values[more[k]!]!;
      distinct.add(values[subject!]!, others, at);
      for (let k = 0; k < values.length; k++) row[k] = values[k];
      if (readCurve !== undefined) row[values.length] = readCurve(cells, at);
      packer.add(row);
    };
  });
  const repeat = distinct.firstRepeat();
  if (repeat === undefined) return packer.finish();
  const [row, earlier] = [whereOf(repeat.row), whereOf(repeat.earlier)];
  throw new UserError(`${path}: ${row} says the same thing as ${earlier}; keep one`);
}

/** Reads the cells of a row in the order of `columns`, whatever their order in the file, into `values`. */
function cellsIn(
  names: readonly string[],
  columns: readonly Column[],
  file: string,
  where: Where,
): (cells: readonly Cell[], row: number, values: Cell[]) => void {
  const places = columns.map(({ name }) => names.indexOf(name));
  const readers = columns.map((column, k): CellReader => {
    if (places[k] !== -1) return cellReader(column, file, where);
    const value = valueWithout(column, file);
    return () => value;
  });
  return (cells, row, values) => {
    for (let k = 0; k < readers.length; k++) values[k] = readers[k]!(cells[places[k]!] ?? null, row);
  };
}

function curveIn(
  names: readonly string[],
  file: string,
  where: Where,
): (cells: readonly Cell[], row: number) => readonly number[] | undefined {
  const columns = curveNames(names).map((name) => ({
    at: names.indexOf(name),
    read: cellReader({ name, kind: 'number?' }, file, where),
  }));
  return (cells, row) => {
    const values = columns.map(({ at, read }) => read(cells[at]!, row));
    const end = values.indexOf(null);
    const curve = (end === -1 ? values : values.slice(0, end)).map(Number);
    return curve.length === 0 ? undefined : curve;
  };
}
