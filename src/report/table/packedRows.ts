import type { Cell } from '../../correlation/index.ts';

/** Rows to go through, as often as one likes: a list of them, or millions that are never objects all at once. */
export interface Rows<Row> extends Iterable<Row> {
  readonly length: number;
}

/** What a property of a packed row may be; undefined: the row has it not. */
export type Packable = Cell | readonly number[] | undefined;

/** Takes rows one by one and keeps them small. */
export interface RowPacker<Row> {
  /** @param values in the order of the names; not kept */
  readonly add: (values: readonly Packable[]) => void;
  /** All that were added. Nothing may be added afterwards. */
  readonly finish: () => Rows<Row>;
}

/** Rows of a block have numbers of two bytes. */
const blockRows = 2 ** 16;

/** A column of a block: of tables, most columns hold one value throughout, or numbers, or few texts. */
type PackedColumn =
  | { readonly kind: 'constant'; readonly value: Packable }
  | { readonly kind: 'numbers'; readonly numbers: Float64Array; readonly isNull: Uint8Array | undefined }
  | { readonly kind: 'codes'; readonly codes: Uint16Array; readonly values: readonly Packable[] };

/** A block of rows by column. */
interface Block {
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
}

/**
 * Keeps rows by column: a row of a million takes some tens of bytes, not some hundreds. To go through them makes plain
 * objects again, one by one.
 *
 * @param names of the properties, in the order in which a row has them
 */
export function startPacking<Row>(names: readonly (keyof Row & string)[]): RowPacker<Row> {
  const blocks: Block[] = [];
  const open = names.map((): OpenColumn => ({ first: undefined, values: undefined }));
  let rows = 0;
  const close = (): void => {
    if (rows === 0) return;
    blocks.push({ rows, columns: open.map(packColumn) });
    for (const column of open) column.values = undefined;
    rows = 0;
  };
  return {
    add: (values) => {
      for (let k = 0; k < open.length; k++) addTo(open[k]!, values[k], rows);
      rows += 1;
      if (rows === blockRows) close();
    },
    finish: () => {
      close();
      return {
        length: blocks.reduce((sum, block) => sum + block.rows, 0),
        *[Symbol.iterator]() {
          for (const block of blocks) yield* rowsOf<Row>(block, names);
        },
      };
    },
  };
}

/** Packs rows that are objects already. */
export function packRows<Row extends { readonly [Name in Key]?: Packable }, Key extends keyof Row & string>(
  rows: Iterable<Row>,
  names: readonly Key[],
): Rows<Row> {
  const packer = startPacking<Row>(names);
  const values: Packable[] = [];
  for (const row of rows) {
    for (let k = 0; k < names.length; k++) values[k] = row[names[k]!];
    packer.add(values);
  }
  return packer.finish();
}

/** A column that grows. */
interface OpenColumn {
  first: Packable;
  /** Undefined as long as all are the first. */
  values: Packable[] | undefined;
}

/** @param rows that the column has already */
function addTo(column: OpenColumn, value: Packable, rows: number): void {
  if (column.values !== undefined) column.values.push(value);
  else if (rows === 0) column.first = value;
  else if (!Object.is(value, column.first)) {
    column.values = new Array<Packable>(rows).fill(column.first);
    column.values.push(value);
  }
}

function packColumn({ first, values }: OpenColumn): PackedColumn {
  if (values === undefined) return { kind: 'constant', value: first };
  return packNumbers(values) ?? packCodes(values);
}

/** Undefined: not all are numbers or null. */
function packNumbers(values: readonly Packable[]): PackedColumn | undefined {
  const numbers = new Float64Array(values.length);
  let isNull: Uint8Array | undefined;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value === 'number') numbers[at] = value;
    else if (value === null) {
      isNull ??= new Uint8Array(values.length);
      isNull[at] = 1;
    } else return undefined;
  }
  return { kind: 'numbers', numbers, isNull };
}

function packCodes(values: readonly Packable[]): PackedColumn {
  const known = new Map<Packable, number>();
  const codes = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const code = known.get(values[at]) ?? known.size;
    if (code === known.size) known.set(values[at], code);
    codes[at] = code;
  }
  return { kind: 'codes', codes, values: [...known.keys()] };
}

function* rowsOf<Row>({ rows, columns }: Block, names: readonly string[]): Generator<Row> {
  const constant = columns.map((column) => (column.kind === 'constant' ? column.value : null));
  const common = Object.fromEntries(
    names.map((name, k) => [name, constant[k]]).filter(([, value]) => value !== undefined),
  );
  const varying = columns.flatMap((column, k) =>
    column.kind === 'constant' ? [] : [{ name: names[k]!, column }],
  );
  for (let at = 0; at < rows; at++) {
    const row = { ...common };
    for (const { name, column } of varying) {
      const value = valueAt(column, at);
      if (value === undefined) delete row[name];
      else row[name] = value;
    }
    yield row as Row;
  }
}

function valueAt(column: Exclude<PackedColumn, { readonly kind: 'constant' }>, at: number): Packable {
  if (column.kind === 'codes') return column.values[column.codes[at]!];
  return column.isNull?.[at] === 1 ? null : column.numbers[at];
}
