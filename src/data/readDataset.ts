import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import { datasetInfo, idxFileNames } from './datasets.ts';
import { fileInside } from './files.ts';
import { type IdxArray, readIdx } from './idx.ts';
import type { Dataset, Split } from './types.ts';

/** Which dataset, and how much of it. */
export interface DatasetRequest {
  /** The folder that holds `mnist/`, `fashion-mnist/` ... */
  readonly dataDirectory: string;
  readonly name: string;
  /** The first so many training examples, in file order; all when absent. */
  readonly trainCount?: number | undefined;
  readonly testCount?: number | undefined;
}

/**
 * Reads a dataset from its published files.
 *
 * @throws UserError when the name is unknown, a file is missing or damaged, images and labels do not match,
 * or fewer examples are there than asked for
 */
export function readDataset({ dataDirectory, name, trainCount, testCount }: DatasetRequest): Dataset {
  const info = datasetInfo(name);
  const folder = join(dataDirectory, name);
  if (!existsSync(folder)) throw new UserError(`${folder}: no such folder; ${howToGet(name, dataDirectory)}`);
  const read = (split: 'train' | 'test', count: number | undefined): Split => {
    const remedy = howToGet(name, dataDirectory);
    const imagePath = publishedFile(folder, idxFileNames[split].images, remedy);
    const labelPath = publishedFile(folder, idxFileNames[split].labels, remedy);
    const images = readIdx(imagePath, (shape) => checkImages(imagePath, shape, info.shape));
    const labels = readIdx(labelPath, (shape) => checkLabels(labelPath, shape, images.shape[0]!));
    checkClasses(labelPath, labels.data, info.classes);
    return firstOf({ path: imagePath, array: images }, { path: labelPath, array: labels }, count);
  };
  return { name, ...info, train: read('train', trainCount), test: read('test', testCount) };
}

/**
 * The training labels that a run folder brings (`train-labels-idx1-ubyte`, plain or .gz): those it was
 * trained on, where they differ from the published ones.
 *
 * @returns null when it brings none
 */
export function readTrainLabels(folder: string): Uint8Array | null {
  const path = idxFile(folder, idxFileNames.train.labels);
  if (path === null) return null;
  const checkShape = (shape: readonly number[]): void => {
    if (shape.length !== 1) throw new UserError(`${path}: rank ${shape.length}; labels have rank 1`);
    if (shape[0]! > maxLabels)
      throw new UserError(`${path}: ${shape[0]} labels; at most ${maxLabels} are read`);
  };
  return readIdx(path, checkShape).data;
}

const maxLabels = 2 ** 24;

/**
 * The dataset with other training labels; the first ones count.
 *
 * @throws UserError when there are too few or one is no class
 */
export function withTrainLabels(dataset: Dataset, labels: Uint8Array): Dataset {
  const { count } = dataset.train;
  if (labels.length < count) {
    throw new UserError(`${labels.length} training labels; ${dataset.name} is read with ${count} examples`);
  }
  const first = labels.slice(0, count);
  checkClasses('training labels', first, dataset.classes);
  return { ...dataset, train: { ...dataset.train, labels: first } };
}

interface NamedArray {
  readonly path: string;
  readonly array: IdxArray;
}

function publishedFile(folder: string, name: string, remedy: string): string {
  const path = idxFile(folder, name);
  if (path === null) throw new UserError(`${join(folder, name)}: no such file, plain or .gz; ${remedy}`);
  return path;
}

function idxFile(folder: string, name: string): string | null {
  return fileInside(folder, name) ?? fileInside(folder, `${name}.gz`);
}

function howToGet(name: string, dataDirectory: string): string {
  return name === 'mnist'
    ? `run: measure data mnist --data ${dataDirectory}`
    : `put the four published IDX files of ${name} into ${join(dataDirectory, name)}`;
}

function checkImages(path: string, shape: readonly number[], [height, width]: Dataset['shape']): void {
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

function checkClasses(where: string, labels: Uint8Array, classes: number): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new UserError(`${where}: label ${labels[wrong]} at ${wrong}; labels are 0 to ${classes - 1}`);
  }
}

function firstOf(images: NamedArray, labels: NamedArray, asked: number | undefined): Split {
  const available = images.array.shape[0]!;
  const count = asked ?? available;
  if (available === 0) throw new UserError(`${images.path}: holds no images`);
  if (!Number.isInteger(count) || count < 1 || count > available) {
    throw new UserError(`${images.path}: ${count} examples asked for; it holds ${available}`);
  }
  const imageBytes = images.array.data.length / available;
  // A part is copied, so that the whole can be freed.
  const first = (data: Uint8Array, length: number) => (length < data.length ? data.slice(0, length) : data);
  return {
    images: first(images.array.data, count * imageBytes),
    labels: first(labels.array.data, count),
    count,
  };
}
