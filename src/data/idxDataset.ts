import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import type { IdxFormat, KnownDataset, SplitName } from './datasets.ts';
import { fileInside } from './files.ts';
import { readIdx } from './idx.ts';
import { checkClasses } from './labels.ts';
import { sharedBytes } from './sharedBytes.ts';
import type { Source } from './source.ts';
import type { ImageShape, MemorySplit } from './types.ts';

/** An IDX file of a folder, plain or .gz. */
export function idxFile(folder: string, name: string): string | null {
  return fileInside(folder, name) ?? fileInside(folder, `${name}.gz`);
}

/** The folder that holds one of the files at least; null when none does. */
export function idxSource(
  dataDirectory: string,
  { shape, statistics, classes }: KnownDataset & { readonly classes: number },
  format: IdxFormat,
  howToGet: string,
): Source | null {
  const names = Object.values(format.files).flatMap(({ images, labels }) => [images, labels]);
  const folder = format.folders
    .map((name) => join(dataDirectory, name))
    .find((path) => existsSync(path) && names.some((name) => idxFile(path, name) !== null));
  if (folder === undefined) return null;
  const info = { shape, classes };
  const read = (split: SplitName): MemorySplit => readSplit({ folder, format, ...info, howToGet }, split);
  return {
    path: folder,
    statistics,
    describe: async () => info,
    read: async () => ({ ...info, train: read('train'), test: read('test') }),
  };
}

interface IdxFolder {
  readonly folder: string;
  readonly format: IdxFormat;
  readonly shape: ImageShape;
  readonly classes: number;
  readonly howToGet: string;
}

function readSplit({ folder, format, shape, classes, howToGet }: IdxFolder, split: SplitName): MemorySplit {
  const imagePath = publishedFile(folder, format.files[split].images, howToGet);
  const labelPath = publishedFile(folder, format.files[split].labels, howToGet);
  const images = readIdx(imagePath, (found) => checkImages(imagePath, found, shape));
  const count = images.shape[0]!;
  const labels = readIdx(labelPath, (found) => checkLabels(labelPath, found, count));
  if (count === 0) throw new UserError(`${imagePath}: holds no images`);
  checkFirstLabel(labelPath, labels.data, format.firstLabel);
  const fromZero = labels.data.map((label) => label - format.firstLabel);
  checkClasses(labelPath, fromZero, classes);
  const shared = sharedBytes(images.data.length);
  if (format.transposed) writeTransposed(images.data, shared, shape);
  else shared.set(images.data);
  return { kind: 'memory', images: shared, labels: fromZero, count };
}

function publishedFile(folder: string, name: string, howToGet: string): string {
  const path = idxFile(folder, name);
  if (path === null)
    throw new UserError(
      `${join(folder, name)}: no such file, plain or .gz; move the folder away and ${howToGet}`,
    );
  return path;
}

function checkImages(path: string, shape: readonly number[], [height, width]: ImageShape): void {
  const [, ...size] = shape;
  if (size.length !== 2 || size[0] !== height || size[1] !== width) {
    throw new UserError(`${path}: shape ${shape.join('x')}; images of ${height}x${width} are expected`);
  }
}

function checkLabels(path: string, shape: readonly number[], images: number): void {
  if (shape.length === 1 && shape[0] === images) return;
  throw new UserError(
    `${path}: shape ${shape.join('x')}; one label for each of ${images} images is expected`,
  );
}

function checkFirstLabel(path: string, labels: Uint8Array, first: number): void {
  const wrong = labels.findIndex((label) => label < first);
  if (wrong >= 0)
    throw new UserError(`${path}: label ${labels[wrong]} at ${wrong}; labels begin with ${first}`);
}

function writeTransposed(from: Uint8Array, to: Uint8Array, [height, width]: ImageShape): void {
  const size = height * width;
  for (let start = 0; start < from.length; start += size) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) to[start + y * width + x] = from[start + x * height + y]!;
    }
  }
}
