import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readDataset } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { inMemory } from '../support/inMemory.ts';
import { idxBytes, temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();

/** Images as published: rows and columns exchanged. The value says where a pixel belongs. */
function images(count: number): number[] {
  return Array.from({ length: count * 784 }, (_, k) => {
    const [column, row] = [Math.floor((k % 784) / 28), k % 28];
    return (Math.floor(k / 784) * 50 + row * 5 + column) % 256;
  });
}

function emnist(folder: string, split: string, labels: readonly number[]): string {
  const data = mkdtempSync(join(temporary.path, 'data-'));
  mkdirSync(join(data, folder), { recursive: true });
  for (const part of ['train', 'test']) {
    const write = (name: string, bytes: Uint8Array) =>
      writeFileSync(join(data, folder, `emnist-${split}-${part}-${name}-ubyte.gz`), gzipSync(bytes));
    write('images-idx3', idxBytes([labels.length, 28, 28], images(labels.length)));
    write('labels-idx1', idxBytes([labels.length], labels));
  }
  return data;
}

test.each([
  ['emnist', 'balanced', 47],
  ['emnist/gzip', 'byclass', 62],
  ['emnist-bymerge', 'bymerge', 47],
  ['emnist', 'digits', 10],
  ['emnist', 'mnist', 10],
])('in %s, emnist-%s has %i classes, and its images stand upright', async (folder, split, classes) => {
  const data = emnist(folder, split, [0, classes - 1, 1]);
  const dataset = inMemory(await readDataset({ dataDirectory: data, name: `emnist-${split}` }));
  expect(dataset).toMatchObject({ shape: [28, 28, 1], classes });
  expect([...dataset.test.labels]).toEqual([0, classes - 1, 1]);
  for (const [example, row, column] of [
    [0, 0, 1],
    [1, 27, 3],
    [2, 4, 26],
  ] as const) {
    expect(dataset.train.images[example * 784 + row * 28 + column]).toBe(
      (example * 50 + row * 5 + column) % 256,
    );
  }
});

test('what it is normalized by is computed over the whole training set', async () => {
  const data = emnist('emnist', 'balanced', [0, 1, 2]);
  const values = images(3).map((value) => value / 255);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const dataset = await readDataset({ dataDirectory: data, name: 'emnist-balanced', trainCount: 1 });
  expect(dataset.mean[0]).toBeCloseTo(mean, 12);
  expect(dataset.std[0]).toBeCloseTo(std, 12);
});

test('letters are labelled from 1, and become classes from 0', async () => {
  const data = emnist('emnist', 'letters', [1, 26, 13]);
  const dataset = await readDataset({ dataDirectory: data, name: 'emnist-letters' });
  expect(dataset.classes).toBe(26);
  expect([...dataset.train.labels]).toEqual([0, 25, 12]);
  for (const [wrong, message] of [
    [0, /label 0 at 1; labels begin with 1/],
    [27, /label 26 at 1; labels are 0 to 25/],
  ] as const) {
    const bad = readDataset({
      dataDirectory: emnist('emnist', 'letters', [1, wrong]),
      name: 'emnist-letters',
    });
    await expect(bad).rejects.toThrow(UserError);
    await expect(bad).rejects.toThrow(message);
  }
});
