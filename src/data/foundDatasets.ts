import { readdirSync } from 'node:fs';
import { UserError } from '../userError.ts';
import { knownDatasets } from './datasets.ts';
import { isFolder } from './files.ts';
import { findSource } from './findSource.ts';

/** The names of the datasets whose files a folder holds; they are found, not read. */
export function foundDatasets(dataDirectory: string): readonly string[] {
  if (!isFolder(dataDirectory)) return [];
  const own = readdirSync(dataDirectory).map((entry) => entry.replace(/\.npz$/i, ''));
  const names = new Set([...knownDatasets.keys(), ...own.sort()]);
  return [...names].filter((name) => isFound(dataDirectory, name));
}

function isFound(dataDirectory: string, name: string): boolean {
  try {
    findSource(dataDirectory, name);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
