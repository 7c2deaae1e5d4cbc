import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { reason, UserError } from '../userError.ts';
import { emptyLabels, MOST_CLASSES } from './labels.ts';
import type { FileSplit } from './types.ts';

/** A split in files: `<class>/**` with JPEG or PNG files. */
export interface ClassFolders {
  readonly path: string;
  /** Sorted by name: a class's label is its place here. */
  readonly classes: readonly string[];
}

const imageName = /\.(jpe?g|png)$/i;

/**
 * The class folders of a split; hidden ones do not count.
 *
 * @returns null when there is no such folder, or no folder in it
 * @throws UserError when it cannot be read, a link leads out of it, or there are more than 65536 classes
 */
export function findClassFolders(path: string): ClassFolders | null {
  if (!isFolder(path)) return null;
  const classes = visible(path)
    .filter((entry) => isFolderEntry(path, entry))
    .map(({ name }) => name);
  if (classes.length > MOST_CLASSES) {
    throw new UserError(`${path}: ${classes.length} classes; at most ${MOST_CLASSES} are read`);
  }
  return classes.length === 0 ? null : { path, classes };
}

/**
 * The files of a split, class by class, sorted by name; those in folders of a class folder come after those beside them.
 *
 * @param classes of the training set: their places are the labels
 * @throws UserError when a folder is no class or holds no images, or a link leads out of the split's folder
 */
export function listClassFiles(
  { path, classes: found }: ClassFolders,
  classes: readonly string[],
): FileSplit {
  const place = new Map(classes.map((name, k) => [name, k]));
  const inside = realpathSync(path) + sep;
  const files: string[] = [];
  const ends: (readonly [label: number, end: number])[] = [];
  for (const name of found) {
    const label = place.get(name);
    if (label === undefined) {
      throw new UserError(`${join(path, name)}: no class of the training set has this name`);
    }
    const own = imagesBelow(join(path, name), inside);
    if (own.length === 0) throw new UserError(`${join(path, name)}: holds no JPEG or PNG files`);
    for (const file of own) files.push(file);
    ends.push([label, files.length]);
  }
  const labels = emptyLabels(files.length, classes.length);
  let start = 0;
  for (const [label, end] of ends) {
    labels.fill(label, start, end);
    start = end;
  }
  return { kind: 'files', files, labels, count: files.length };
}

function imagesBelow(folder: string, inside: string): string[] {
  requireInside(folder, inside);
  const entries = visible(folder);
  const images = entries.filter(({ name }) => imageName.test(name));
  for (const entry of images) if (entry.isSymbolicLink()) requireInside(join(folder, entry.name), inside);
  const folders = entries.filter((entry) => !imageName.test(entry.name) && entry.isDirectory());
  return [
    ...images.map(({ name }) => join(folder, name)),
    ...folders.flatMap(({ name }) => imagesBelow(join(folder, name), inside)),
  ];
}

function requireInside(path: string, inside: string): void {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`, { cause: error });
  }
  if (`${real}${sep}`.startsWith(inside)) return;
  throw new UserError(
    `${path}: a link out of its folder, which is not followed; put the files themselves there`,
  );
}

/** By name, in the order of their characters' codes. */
function visible(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new UserError(`${folder}: cannot be read (${reason(error)})`, { cause: error });
  }
}

function isFolderEntry(parent: string, entry: Dirent): boolean {
  return entry.isSymbolicLink() ? isFolder(join(parent, entry.name)) : entry.isDirectory();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
