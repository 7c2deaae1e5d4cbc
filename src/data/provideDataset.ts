import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import { fileDifference } from './download/checksum.ts';
import type { DownloadHooks } from './download/downloadFile.ts';
import { installDataset } from './download/install.ts';
import { type PublishedDataset, publishedDatasets } from './download/published.ts';
import { fileInside } from './files.ts';
import { findSource } from './findSource.ts';
import { type DatasetSummary, summarizeDataset } from './summary.ts';

/** Whether a dataset is the published one. */
export type Verification =
  | { readonly kind: 'published' }
  /** No checksums are published for these files. */
  | { readonly kind: 'unknown' }
  /** `what`: which file differs, and how. */
  | { readonly kind: 'differs'; readonly what: string };

/** A dataset that is in its place. */
export interface ProvidedDataset extends DatasetSummary {
  readonly name: string;
  /** False when it was there already. */
  readonly installed: boolean;
  readonly verification: Verification;
}

/**
 * Finds a dataset in the data folder, or fetches it if it is one that can be had, checks its files against the published
 * checksums where there are any, and describes it.
 *
 * @param published what can be fetched, by name
 * @throws UserError when it is not there and cannot be had, or is damaged
 */
export async function provideDataset(
  request: { readonly dataDirectory: string; readonly name: string },
  hooks: DownloadHooks = {},
  published: ReadonlyMap<string, PublishedDataset> = publishedDatasets,
): Promise<ProvidedDataset> {
  const { dataDirectory, name } = request;
  const archive = published.get(name);
  const installed = archive !== undefined && !isThere(dataDirectory, name);
  if (installed) await installDataset(archive, dataDirectory, hooks);
  const { path } = findSource(dataDirectory, name);
  const verification: Verification = installed
    ? { kind: 'published' }
    : await verify(path, archive?.checksums ?? new Map());
  return { name, installed, verification, ...(await summarizeDataset(request)) };
}

/** Whether there is anything that could be read, damaged or not. */
function isThere(dataDirectory: string, name: string): boolean {
  try {
    findSource(dataDirectory, name);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const folder = join(dataDirectory, name);
    if (existsSync(folder) && readdirSync(folder).length > 0) throw error;
    return false;
  }
}

async function verify(path: string, checksums: PublishedDataset['checksums']): Promise<Verification> {
  if (checksums.size === 0 || path.endsWith('.npz')) return { kind: 'unknown' };
  for (const [file, checksum] of checksums) {
    const found = fileInside(path, file);
    if (found === null) return { kind: 'unknown' };
    const wrong = await fileDifference(found, checksum);
    if (wrong !== null) return { kind: 'differs', what: `${found}: ${wrong}` };
  }
  return { kind: 'published' };
}
