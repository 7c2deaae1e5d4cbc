/** Tables on disk: the output folder's three, and any of the user's. */
export { type OutputTables, readOutputTables, writeTables } from './outputTables.ts';
export { readTable, type UserTable } from './readTable.ts';
