import { join } from 'node:path';
import type { Cell } from '../../correlation/index.ts';
import { makeFolder } from '../../makeFolder.ts';
import { replaceFile } from '../../replaceFile.ts';
import { formatCsv } from '../table/csv.ts';
import { formatParquet } from '../table/parquet.ts';
import { writeFigure } from '../writeFigure.ts';
import { lineFigure } from './lineFigure.ts';
import { planeFigure } from './planeFigure.ts';
import { type LandscapeCaption, type LandscapeRows, slicesOf } from './rows.ts';
import { sliceFigure } from './sliceFigure.ts';

/** Writes rows of numbers as `NAME.csv` and `.parquet`. */
function writeNumbers<Row extends Readonly<Record<keyof Row, number>>>(
  folder: string,
  name: string,
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): void {
  const cells = columns.map((column) => rows.map((row): Cell => row[column]));
  replaceFile(join(folder, `${name}.csv`), formatCsv(columns, cells));
  replaceFile(join(folder, `${name}.parquet`), formatParquet(columns, cells, new Set()));
}

/** Writes the tables `plane`, `slices`, `line` and `maximizers`, and the figures of the first three. */
export async function writeLandscape(
  folder: string,
  rows: LandscapeRows,
  caption: LandscapeCaption,
): Promise<void> {
  const { plane, line, maximizers } = rows;
  makeFolder(folder);
  writeNumbers(folder, 'plane', ['alpha', 'beta', 'loss'], plane);
  writeNumbers(folder, 'slices', ['direction', 'position', 'loss'], slicesOf(plane));
  writeNumbers(folder, 'line', ['t', 'rise', 'standard_error', 'loss'], line);
  writeNumbers(
    folder,
    'maximizers',
    ['group', 'first_example', 'value', 'alpha', 'beta', 'share'],
    maximizers,
  );
  await writeFigure(folder, 'plane', planeFigure(rows, caption));
  await writeFigure(folder, 'slices', sliceFigure(plane, caption));
  await writeFigure(folder, 'line', lineFigure(line, caption));
}
