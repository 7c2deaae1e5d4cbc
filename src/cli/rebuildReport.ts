import { join } from 'node:path';
import { fileInside, readSmallFile } from '../data/files.ts';
import { readOutputTables, writeReport } from '../report/index.ts';
import { UserError } from '../userError.ts';

const maxManifestBytes = 2 ** 24;

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

/** How it was measured, as manifest.json says; nothing where there is none. */
function readManifest(folder: string): Readonly<Record<string, unknown>> {
  const path = fileInside(folder, 'manifest.json');
  if (path === null) return {};
  const manifest = parse(new TextDecoder().decode(readSmallFile(path, maxManifestBytes)));
  if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
    return manifest as Readonly<Record<string, unknown>>;
  }
  throw new UserError(`${join(folder, 'manifest.json')}: is no JSON object; delete it to go without`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
