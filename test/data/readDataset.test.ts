import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  provideDataset,
  readDataset,
  readIdx,
  readTrainLabels,
  withTrainLabels,
} from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { inMemory } from '../support/inMemory.ts';
import { fixtures, idxBytes, temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();

/** A new data folder whose mnist/ has three examples a split, of the right shape. */
function smallData(files: Readonly<Record<string, Uint8Array>> = {}): string {
  const dataDirectory = mkdtempSync(join(temporary.path, 'data-'));
  mkdirSync(join(dataDirectory, 'mnist'));
  const images = idxBytes(
    [3, 28, 28],
    Array.from({ length: 3 * 784 }, (_, i) => i % 256),
  );
  const all = {
    'train-images-idx3-ubyte': images,
    'train-labels-idx1-ubyte': idxBytes([3], [0, 9, 1]),
    't10k-images-idx3-ubyte': images,
    't10k-labels-idx1-ubyte': idxBytes([3], [2, 3, 4]),
    ...files,
  };
  for (const [name, bytes] of Object.entries(all)) writeFileSync(join(dataDirectory, 'mnist', name), bytes);
  return dataDirectory;
}

const read = async (dataDirectory: string, name = 'mnist') =>
  inMemory(await readDataset({ dataDirectory, name }));

test('the slice is read whole, or the first examples of it', async () => {
  const whole = await read(fixtures);
  expect(whole).toMatchObject({
    name: 'mnist',
    shape: [28, 28, 1],
    classes: 10,
    mean: [0.1307],
    std: [0.3081],
  });
  expect([whole.train.count, whole.test.count]).toEqual([2000, 2000]);
  const part = inMemory(
    await readDataset({ dataDirectory: fixtures, name: 'mnist', trainCount: 5, testCount: 7 }),
  );
  expect([part.train.count, part.test.count]).toEqual([5, 7]);
  expect(part.train.labels).toEqual(whole.train.labels.slice(0, 5));
  expect(part.test.images).toEqual(whole.test.images.slice(0, 7 * 784));
  expect(part.train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(part.train.images.buffer.byteLength).toBeLessThan(2 ** 16);
});

test.each([0, 2001, 1.5, Number.NaN, -1])('%f training examples cannot be had', async (trainCount) => {
  const request = { dataDirectory: fixtures, name: 'mnist', trainCount };
  await expect(readDataset(request)).rejects.toThrow(/it holds 2000/);
});

test.each(['cifar10', 'toString', '', '.', '..'])('%j is no dataset', async (name) => {
  await expect(read(fixtures, name)).rejects.toThrow(/the datasets are mnist, fashion-mnist, kmnist/);
});

test.each([
  ['../mnist', '/'],
  ['a/b', '/'],
  ['x=1', '='],
  ['a\tb', '\\t'],
])('%j cannot be the name of a dataset', async (name, character) => {
  await expect(read(fixtures, name)).rejects.toThrow(
    `dataset ${JSON.stringify(name)}: a name has no "${character}": letters, digits, spaces and _.+- can be in it`,
  );
});

test('a file in the place of a folder is told of, with what would be right', async () => {
  const dataDirectory = mkdtempSync(join(temporary.path, 'files-'));
  for (const name of ['good.npz', 'good', 'cifar-10']) writeFileSync(join(dataDirectory, name), '');
  await expect(read(dataDirectory, 'good.npz')).rejects.toThrow(
    `${join(dataDirectory, 'good.npz')}: the dataset in this file is named without .npz: good`,
  );
  await expect(read(dataDirectory, 'cifar-10')).rejects.toThrow(/cifar-10: is a file; a dataset is a folder/);
  const file = join(dataDirectory, 'good');
  await expect(read(file)).rejects.toThrow(
    `${file}: is a file; a folder is expected, which holds the datasets`,
  );
  await expect(provideDataset({ dataDirectory, name: 'cifar-10' })).rejects.toThrow(/cifar-10: is a file/);
  // an .npz file goes by its name
  await expect(read(dataDirectory, 'good')).rejects.toThrow(/good\.npz: not a ZIP archive/);
});

test('what is missing is named, with what to do', async () => {
  const empty = mkdtempSync(join(temporary.path, 'empty-'));
  await expect(read(empty)).rejects.toThrow(
    `${join(empty, 'mnist')}: no such folder; run: measure data mnist --data ${empty}`,
  );
  await expect(read(empty, 'kmnist')).rejects.toThrow(/run: measure data kmnist/);
  const dataDirectory = smallData();
  rmSync(join(dataDirectory, 'mnist/t10k-labels-idx1-ubyte'));
  await expect(read(dataDirectory)).rejects.toThrow(
    /t10k-labels-idx1-ubyte: no such file, plain or \.gz; move the folder away and run: measure data mnist/,
  );
});

test.each([
  [
    'images of another size',
    { 'train-images-idx3-ubyte': idxBytes([3, 2, 2], Array(12)) },
    /3x2x2; images of 28x28/,
  ],
  [
    'images of another rank',
    { 'train-images-idx3-ubyte': idxBytes([784], Array(784)) },
    /shape 784; images of 28x28/,
  ],
  [
    'too few labels',
    { 'train-labels-idx1-ubyte': idxBytes([2], [0, 0]) },
    /shape 2; one label for each of 3/,
  ],
  ['labels of another rank', { 'train-labels-idx1-ubyte': idxBytes([3, 1], [0, 0, 0]) }, /shape 3x1/],
  [
    'a label that is no class',
    { 't10k-labels-idx1-ubyte': idxBytes([3], [0, 10, 0]) },
    /label 10 at 1; labels are 0 to 9/,
  ],
  [
    'no images at all',
    { 'train-images-idx3-ubyte': idxBytes([0, 28, 28], []), 'train-labels-idx1-ubyte': idxBytes([0], []) },
    /holds no images/,
  ],
])('%s are refused in one line that names the file', async (_name, files, message) => {
  const dataDirectory = smallData(files);
  await expect(read(dataDirectory)).rejects.toThrow(UserError);
  await expect(read(dataDirectory)).rejects.toThrow(message);
  await expect(read(dataDirectory)).rejects.toThrow(join(dataDirectory, 'mnist', Object.keys(files)[0]!));
});

test('a file that leads out of the folder is not followed; the folder itself may be a link', async () => {
  const dataDirectory = smallData();
  const path = join(dataDirectory, 'mnist/train-labels-idx1-ubyte');
  rmSync(path);
  symlinkSync(join(smallData(), 'mnist/train-labels-idx1-ubyte'), path);
  await expect(read(dataDirectory)).rejects.toThrow(/a link out of its folder/);
  const linked = mkdtempSync(join(temporary.path, 'linked-'));
  symlinkSync(join(smallData(), 'mnist'), join(linked, 'mnist'));
  expect((await read(linked)).train.count).toBe(3);
});

test('a run folder may bring its training labels', () => {
  const run = mkdtempSync(join(temporary.path, 'run-'));
  expect(readTrainLabels(run)).toBeNull();
  cpSync(join(fixtures, 'mnist/train-labels-idx1-ubyte.gz'), join(run, 'train-labels-idx1-ubyte.gz'));
  expect(readTrainLabels(run)).toEqual(readIdx(join(run, 'train-labels-idx1-ubyte.gz')).data);
  writeFileSync(join(run, 'train-labels-idx1-ubyte'), idxBytes([1, 2], [1, 2]));
  expect(() => readTrainLabels(run)).toThrow(/rank 2; labels have rank 1/);
});

test('training labels are replaced from the first on', async () => {
  const dataset = await read(smallData());
  const relabelled = inMemory(withTrainLabels(dataset, Uint8Array.of(7, 6, 5, 4)));
  expect([...relabelled.train.labels]).toEqual([7, 6, 5]);
  expect(relabelled.train.images).toBe(dataset.train.images);
  expect([...dataset.train.labels]).toEqual([0, 9, 1]);
  expect(() => withTrainLabels(dataset, Uint8Array.of(1, 2))).toThrow(/2 training labels/);
  expect(() => withTrainLabels(dataset, Uint8Array.of(1, 2, 10))).toThrow(/label 10 at 2/);
});
