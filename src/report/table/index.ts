/** Tables on disk: the output folder's three, and any of the user's. */
export type { CurvedRow } from './bestCurve.ts';
export { type ComparisonRow, comparisonRows } from './comparisonRows.ts';
export {
  type OutputTables,
  packMeasurements,
  readOutputTables,
  removeTable,
  writeTables,
} from './outputTables.ts';
export type { Rows } from './packedRows.ts';
export { readTable, type UserTable } from './readTable.ts';
export { correlationsCsv } from './writtenTable.ts';
