import { readOutputTables, writeReport } from '../report/index.ts';
import { UserError } from '../userError.ts';
import { readManifest } from './readManifest.ts';

/** Makes the report of an output folder anew from its tables; returns the path of its page. */
export async function rebuildReport(folder: string, color: string | undefined): Promise<string> {
  const tables = await readOutputTables(folder);
  if (tables.correlations.length === 0) {
    throw new UserError(
      `${folder}: has no correlations.csv: "measure correlate ${folder} --out ${folder}" writes it`,
    );
  }
  return writeReport(folder, { ...tables, manifest: readManifest(folder), color });
}
