import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../makeFolder.ts';
import { UserError } from '../../userError.ts';
import { fileInside, withFile } from '../files.ts';
import { readEntry, zipEntries } from '../zip.ts';
import { fileDifference } from './checksum.ts';
import { cifarPngFiles, writeCifarBatches } from './cifarPng.ts';
import { type DownloadHooks, downloadFile } from './downloadFile.ts';
import type { ArchivedFile, CifarPictures, Download, PublishedDataset } from './published.ts';
import { extractTarGz } from './tar.ts';
import { writeWholeFolder } from './wholeFolder.ts';

/**
 * Puts a dataset into the data folder as it is published: fetched (or taken from the data folder, where the user may
 * have put the archive), checked, unpacked aside, and then renamed. Its folder appears complete or not at all.
 *
 * @throws UserError when it cannot be had, saying what to fetch by other ways and where to put it; when what is there
 * already is in the way; or when the folder cannot be written
 */
export async function installDataset(
  published: PublishedDataset,
  dataDirectory: string,
  hooks: DownloadHooks = {},
): Promise<void> {
  await writeWholeFolder(join(dataDirectory, published.folder), async (aside) => {
    const places = { dataDirectory, aside };
    try {
      for (const download of published.downloads) await provide(download, places, published, hooks);
    } catch (error) {
      // an archive of the user's that is damaged is theirs to mend
      const own = published.downloads.some(({ name }) => fileInside(dataDirectory, name) !== null);
      if (!(error instanceof UserError) || !published.pictures || own) throw error;
      for (const left of readdirSync(aside)) rmSync(join(aside, left), { recursive: true });
      await provideFromPictures(published.pictures, { aside, ...published }, hooks, error);
    }
  });
}

interface Places {
  readonly dataDirectory: string;
  readonly aside: string;
}

async function provide(
  download: Download,
  { dataDirectory, aside }: Places,
  published: PublishedDataset,
  hooks: DownloadHooks,
): Promise<void> {
  const { archive } = published;
  const own = archive.kind === 'none' ? null : fileInside(dataDirectory, download.name);
  const fetched = join(aside, download.name);
  if (own === null) await fetchOrExplain(download, fetched, { dataDirectory, published, hooks });
  else await requirePublished(own, download);
  if (archive.kind === 'none') return;
  const path = own ?? fetched;
  if (archive.kind === 'zip') extractZip(path, aside, archive.files);
  else await extractTarGz(path, tarTargets(aside, archive.files));
  if (own === null) rmSync(fetched);
}

/** Makes the files from pictures; where these cannot be had either, what counts is why the publisher could not be reached. */
async function provideFromPictures(
  { download, folder }: CifarPictures,
  { aside, checksums }: { readonly aside: string } & Pick<PublishedDataset, 'checksums'>,
  hooks: DownloadHooks,
  failure: UserError,
): Promise<void> {
  const fetched = join(aside, download.name);
  const unpacked = join(aside, 'unpacked');
  const target = join(aside, folder);
  try {
    await downloadFile(download, fetched, hooks);
  } catch (error) {
    throw error instanceof UserError ? failure : error;
  }
  for (const made of [unpacked, target]) makeFolder(made);
  const files = new Map(cifarPngFiles.map((name) => [`package/${name}`, { path: name, mostBytes: 2 ** 25 }]));
  await extractTarGz(fetched, tarTargets(unpacked, files));
  await writeCifarBatches(unpacked, target);
  for (const [file, checksum] of checksums) {
    const wrong = await fileDifference(join(target, file), checksum);
    if (wrong !== null)
      throw new UserError(`${download.urls[0]}: ${file} of it is not the published one (${wrong})`);
  }
  for (const left of [fetched, unpacked]) rmSync(left, { recursive: true });
}

async function requirePublished(path: string, { checksum }: Download): Promise<void> {
  const wrong = await fileDifference(path, checksum);
  if (wrong !== null) throw new UserError(`${path}: ${wrong}; fetch the file again`);
}

interface FetchContext {
  readonly dataDirectory: string;
  readonly published: PublishedDataset;
  readonly hooks: DownloadHooks;
}

async function fetchOrExplain(
  download: Download,
  target: string,
  { dataDirectory, published, hooks }: FetchContext,
): Promise<void> {
  try {
    await downloadFile(download, target, hooks);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { folder, downloads, archive } = published;
    const urls = downloads.map(({ urls }) => urls[0]).join(', ');
    const place = archive.kind === 'none' ? join(dataDirectory, folder) : dataDirectory;
    throw new UserError(
      `${folder} cannot be fetched from here (${error.message}): fetch ${urls} by other ways, put it into ${place}, and run this again`,
    );
  }
}

function tarTargets(
  aside: string,
  files: ReadonlyMap<string, ArchivedFile>,
): Parameters<typeof extractTarGz>[1] {
  return new Map(
    [...files].map(([name, { path, mostBytes }]) => [name, { target: targetIn(aside, path), mostBytes }]),
  );
}

function extractZip(archive: string, aside: string, files: ReadonlyMap<string, ArchivedFile>): void {
  withFile(archive, (file) => {
    const entries = new Map(zipEntries(file).map((entry) => [entry.name, entry]));
    for (const [name, { path, mostBytes }] of files) {
      const entry = entries.get(name);
      if (!entry) throw new UserError(`${archive}: ${name} not in it`);
      if (entry.bytes > mostBytes) {
        throw new UserError(
          `${archive}: ${name} has ${entry.bytes} bytes; at most ${mostBytes} are expected`,
        );
      }
      writeFileSync(targetIn(aside, path), readEntry(file, entry));
    }
  });
}

/** The path of a file to be written; makes its folder. */
function targetIn(aside: string, path: string): string {
  const target = join(aside, path);
  makeFolder(dirname(target));
  return target;
}
