import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../nearest.ts';
import { UserError } from '../userError.ts';
import { cifarSource } from './cifarDataset.ts';
import { type KnownDataset, knownDatasets } from './datasets.ts';
import { fileInside, isFolder } from './files.ts';
import { folderSource } from './folderDataset.ts';
import { idxSource } from './idxDataset.ts';
import { npzSource } from './npzDataset.ts';
import type { Source } from './source.ts';

/** A name is one folder's, never a way to another. */
const safeName = /^[\p{L}\p{N}_][\p{L}\p{N}_ .+-]*$/u;
const unsafeCharacter = /[^\p{L}\p{N}_ .+-]/u;

/**
 * The files of a dataset: in the form in which it is published if it is known by its name; an .npz file
 * (`<name>.npz`, `<name>/<name>.npz` or the only one in `<name>/`); or class folders (`<name>/train/<class>/` and
 * `<name>/test/<class>/` or `<name>/val/<class>/`).
 *
 * @throws UserError when there are none, saying what to do
 */
export function findSource(dataDirectory: string, name: string): Source {
  const known = knownDatasets.get(name);
  const [unsafe] = unsafeCharacter.exec(name) ?? [];
  if (unsafe !== undefined) throw notInNames(name, unsafe);
  if (!safeName.test(name)) throw unknown(dataDirectory, name);
  if (existsSync(dataDirectory) && !isFolder(dataDirectory)) {
    throw new UserError(`${dataDirectory}: is a file; a folder is expected, which holds the datasets`);
  }
  const howToGet = howToGetDataset(name, dataDirectory);
  const published = known && publishedSource(dataDirectory, known, howToGet);
  if (published) return published;
  const npz = npzPath(dataDirectory, name);
  if (npz !== null) return npzSource(npz, known);
  const folder = join(dataDirectory, name);
  if (existsSync(folder) && !isFolder(folder)) throw isFile(folder, name);
  const isColor = known === undefined || known.shape[2] === 3;
  const folders = isColor ? folderSource(folder, known) : null;
  if (folders) return folders;
  if (existsSync(folder)) throw new UserError(`${folder}: no files of a dataset in it; ${howToGet}`);
  throw known ? new UserError(`${folder}: no such folder; ${howToGet}`) : unknown(dataDirectory, name);
}

function publishedSource(dataDirectory: string, known: KnownDataset, howToGet: string): Source | null {
  const { format, classes } = known;
  if (classes === null) return null;
  switch (format.kind) {
    case 'idx':
      return idxSource(dataDirectory, { ...known, classes }, format, howToGet);
    case 'cifar':
      return cifarSource(dataDirectory, { ...known, classes }, format, howToGet);
    case 'folders':
      return null;
  }
}

function npzPath(dataDirectory: string, name: string): string | null {
  if (!existsSync(dataDirectory)) return null;
  const beside = fileInside(dataDirectory, `${name}.npz`);
  if (beside !== null) return beside;
  const folder = join(dataDirectory, name);
  if (!isFolder(folder)) return null;
  const named = fileInside(folder, `${name}.npz`);
  if (named !== null) return named;
  const found = readdirSync(folder).filter((file) => file.toLowerCase().endsWith('.npz'));
  return found.length === 1 ? fileInside(folder, found[0]!) : null;
}

function howToGetDataset(name: string, dataDirectory: string): string {
  const known = knownDatasets.get(name);
  const folder = join(dataDirectory, name);
  if (!known)
    return `class folders are expected in ${join(folder, 'train')} and in test or val beside it, or one .npz`;
  return known.format.kind === 'folders'
    ? `put the class folders into ${join(folder, 'train')} and ${join(folder, 'val')}`
    : `run: measure data ${name} --data ${dataDirectory}`;
}

function isFile(path: string, name: string): UserError {
  const dataset = /^(.+)\.npz$/i.exec(name)?.[1];
  return new UserError(
    dataset === undefined
      ? `${path}: is a file; a dataset is a folder, or an .npz file that is named without .npz`
      : `${path}: the dataset in this file is named without .npz: ${dataset}`,
  );
}

function notInNames(name: string, character: string): UserError {
  return new UserError(
    `dataset ${JSON.stringify(name)}: a name has no ${JSON.stringify(character)}: letters, digits, spaces and _.+- can ` +
      'be in it; rename the file or folder',
  );
}

function unknown(dataDirectory: string, name: string): UserError {
  const names = [...knownDatasets.keys()];
  const meant = nearest(name.toLowerCase(), names);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return new UserError(
    `dataset ${JSON.stringify(name)} cannot be read; the datasets are ${names.join(', ')}, and what is in ${dataDirectory}: folders with train/<class>/ and test/<class>/ or val/<class>/, and .npz files${hint}`,
  );
}
