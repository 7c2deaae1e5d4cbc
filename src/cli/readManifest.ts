import { join } from 'node:path';
import { fileInside, readSmallFile } from '../data/files.ts';
import { UserError } from '../userError.ts';

const maxManifestBytes = 2 ** 24;

/** How it was measured, as manifest.json says; nothing where there is none. */
export function readManifest(folder: string): Readonly<Record<string, unknown>> {
  const path = fileInside(folder, 'manifest.json');
  if (path === null) return {};
  const manifest = parse(new TextDecoder().decode(readSmallFile(path, maxManifestBytes)));
  if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
    return manifest as Readonly<Record<string, unknown>>;
  }
  throw new UserError(`${join(folder, 'manifest.json')}: is no JSON object; delete it to go without`);
}

/** How many examples every model of an output folder was tested on; undefined where that is not known. */
export function testCountIn(folder: string): number | undefined {
  const { testCount } = readManifest(folder);
  return Number.isSafeInteger(testCount) && Number(testCount) > 0 ? Number(testCount) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
