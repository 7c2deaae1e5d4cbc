import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeDataset, pixels, readDataset } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { inMemory } from '../support/inMemory.ts';
import { temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();

/** The value of a pixel of an example, another for each place. */
const value = (example: number, y: number, x: number, channel: number): number =>
  (example * 31 + y * 7 + x * 3 + channel * 101) % 256;

/** A record as published: the labels, then the planes of red, green and blue, row by row. */
function record(example: number, labels: readonly number[]): number[] {
  const bytes = [...labels];
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < 32; y++) for (let x = 0; x < 32; x++) bytes.push(value(example, y, x, channel));
  return bytes;
}

function write(folder: string, files: Readonly<Record<string, readonly (readonly number[])[]>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, records] of Object.entries(files)) {
    writeFileSync(join(folder, name), Uint8Array.from(records.flat()));
  }
}

const classNames = 'airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n';

/** CIFAR-10 with two records a file: examples 0 to 9 of label 9 - k, and two of the test set. */
function cifar10(
  folder: string,
  change: Readonly<Record<string, readonly (readonly number[])[]>> = {},
): string {
  const data = mkdtempSync(join(temporary.path, 'data-'));
  const batches = [1, 2, 3, 4, 5].map((batch) => {
    const first = 2 * (batch - 1);
    return [`data_batch_${batch}.bin`, [first, first + 1].map((k) => record(k, [9 - k]))];
  });
  write(join(data, folder), {
    ...Object.fromEntries(batches),
    'test_batch.bin': [record(20, [3]), record(21, [0])],
    ...change,
  });
  writeFileSync(join(data, folder, 'batches.meta.txt'), classNames);
  return data;
}

describe('CIFAR-10', () => {
  test.each(['cifar-10/cifar-10-batches-bin', 'cifar-10', 'cifar-10-batches-bin'])(
    'is read from %s',
    async (folder) => {
      const dataset = inMemory(await readDataset({ dataDirectory: cifar10(folder), name: 'cifar-10' }));
      expect(dataset).toMatchObject({ shape: [32, 32, 3], classes: 10, mean: [0.4914, 0.4822, 0.4465] });
      expect(dataset.std).toEqual([0.247, 0.2435, 0.2616]);
      expect([...dataset.train.labels]).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
      expect([...dataset.test.labels]).toEqual([3, 0]);
      expect(dataset.train.images.length).toBe(10 * 3072);
      for (const [example, y, x, channel] of [
        [0, 0, 0, 1],
        [3, 31, 30, 2],
        [9, 17, 5, 0],
      ] as const) {
        expect(dataset.train.images[((example * 32 + y) * 32 + x) * 3 + channel]).toBe(
          value(example, y, x, channel),
        );
      }
      expect(dataset.test.images[3072 + (2 * 32 + 1) * 3 + 2]).toBe(value(21, 2, 1, 2));
      const [red, green] = pixels(dataset, dataset.train, [1]);
      expect([red, green]).toEqual([
        Math.fround((31 / 255 - 0.4914) / 0.247),
        Math.fround((132 / 255 - 0.4822) / 0.2435),
      ]);
    },
  );

  test('a count takes the first examples, over the files', async () => {
    const request = { dataDirectory: cifar10('cifar-10'), name: 'cifar-10', trainCount: 3, testCount: 1 };
    const { train, test } = inMemory(await readDataset(request));
    expect([[...train.labels], [...test.labels]]).toEqual([[9, 8, 7], [3]]);
    await expect(readDataset({ ...request, trainCount: 11 })).rejects.toThrow(
      /11 examples asked for; it holds 10/,
    );
  });

  test.each([
    [
      'cut off',
      { 'data_batch_3.bin': [record(0, [1]).slice(0, -1)] },
      /data_batch_3.bin: 3072 bytes; whole records of 3073/,
    ],
    ['empty', { 'test_batch.bin': [[]] }, /test_batch.bin: 0 bytes/],
    [
      'with a label that is no class',
      { 'data_batch_2.bin': [record(0, [1]), record(1, [10])] },
      /data_batch_2.bin: label 10 in record 1/,
    ],
  ] as const)('a file %s is one line', async (_name, change, message) => {
    const data = cifar10('cifar-10', change);
    const reading = readDataset({ dataDirectory: data, name: 'cifar-10' });
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });

  test('a missing file, and a link out of the folder', async () => {
    const data = cifar10('cifar-10/cifar-10-batches-bin');
    const file = join(data, 'cifar-10/cifar-10-batches-bin/data_batch_4.bin');
    rmSync(file);
    const read = () => readDataset({ dataDirectory: data, name: 'cifar-10' });
    await expect(read()).rejects.toThrow(
      /data_batch_4.bin: no such file; move the folder away and run: measure data cifar-10/,
    );
    symlinkSync(join(cifar10('cifar-10'), 'cifar-10/data_batch_4.bin'), file);
    await expect(read()).rejects.toThrow(/data_batch_4.bin: a link out of its folder/);
  });
});

describe('CIFAR-100', () => {
  test.each(['cifar-100/cifar-100-binary', 'cifar-100', 'cifar-100-binary'])(
    'has coarse labels before the fine ones, which count (%s)',
    async (folder) => {
      const data = mkdtempSync(join(temporary.path, 'data-'));
      write(join(data, folder), {
        'train.bin': [record(0, [19, 99]), record(1, [0, 41]), record(2, [11, 0])],
        'test.bin': [record(3, [5, 20])],
      });
      const dataset = inMemory(await readDataset({ dataDirectory: data, name: 'cifar-100' }));
      expect(dataset).toMatchObject({ classes: 100, mean: [0.5071, 0.4865, 0.4409] });
      expect([[...dataset.train.labels], [...dataset.test.labels]]).toEqual([[99, 41, 0], [20]]);
      expect(dataset.train.images[2 * 3072 + (4 * 32 + 6) * 3 + 1]).toBe(value(2, 4, 6, 1));
    },
  );

  test.each([
    [[20, 5], /label 20 in record 0; labels are 0 to 19/],
    [[3, 100], /label 100 in record 0; labels are 0 to 99/],
  ] as const)('labels %j are refused', async (labels, message) => {
    const data = mkdtempSync(join(temporary.path, 'data-'));
    write(join(data, 'cifar-100'), { 'train.bin': [record(0, labels)], 'test.bin': [record(0, [0, 0])] });
    await expect(readDataset({ dataDirectory: data, name: 'cifar-100' })).rejects.toThrow(message);
  });
});

test('what a network must fit is known before there are files', async () => {
  const about = (name: string) => describeDataset({ dataDirectory: '/nowhere', name });
  expect(await about('cifar-10')).toEqual({ shape: [32, 32, 3], classes: 10 });
  expect(await about('cifar-100')).toEqual({ shape: [32, 32, 3], classes: 100 });
  expect(await about('emnist-byclass')).toEqual({ shape: [28, 28, 1], classes: 62 });
});
