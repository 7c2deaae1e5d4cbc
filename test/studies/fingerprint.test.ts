import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import type { Dataset } from '../../src/data/index.ts';
import { datasetFingerprint, runFingerprint } from '../../src/studies/fingerprint.ts';
import { goldenPath } from '../support/goldenRuns.ts';

const folder = mkdtempSync(join(tmpdir(), 'fingerprint-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(goldenPath('runs/mnist-mlp'), folder, { recursive: true });

const fingerprint = (dataset = 'mnist') => runFingerprint(readRunFolder(folder, 'run'), dataset);

/** An IDX file of labels. */
function labels(...values: number[]): Uint8Array {
  return Uint8Array.of(0, 0, 8, 1, 0, 0, 0, values.length, ...values);
}

test('another dataset, configuration or label is another fingerprint; the same is the same', () => {
  const path = join(folder, 'train-labels-idx1-ubyte');
  const seen = [fingerprint(), fingerprint('another dataset')];
  writeFileSync(path, labels(1, 2, 3));
  seen.push(fingerprint());
  writeFileSync(path, labels(1, 2, 4));
  seen.push(fingerprint());
  rmSync(path);
  writeFileSync(`${path}.gz`, gzipSync(labels(1, 2, 5)));
  seen.push(fingerprint());
  writeFileSync(`${path}.gz`, gzipSync(labels(1, 2, 4)));
  expect(fingerprint()).toBe(seen[3]);
  rmSync(`${path}.gz`);
  expect(fingerprint()).toBe(seen[0]);
  expect(new Set(seen).size).toBe(seen.length);
});

test('of images in files, their names, sizes, order and labels count', () => {
  const images = mkdtempSync(join(tmpdir(), 'images-'));
  afterAll(() => rmSync(images, { recursive: true }));
  const files = ['a.png', 'b.png'].map((name) => join(images, name));
  for (const file of files) writeFileSync(file, 'pixels');
  const split = (paths: readonly string[], classes: readonly number[]) =>
    ({ kind: 'files', files: paths, labels: Uint8Array.from(classes), count: 2 }) as const;
  const dataset = (paths = files, classes = [0, 1]): Dataset => ({
    ...{ name: 'images', shape: [1, 1, 3], classes: 2, mean: [0, 0, 0], std: [1, 1, 1] },
    ...{ train: split(paths, classes), test: split(files, [0, 1]) },
  });
  const first = datasetFingerprint(dataset());
  expect(datasetFingerprint(dataset())).toBe(first);
  expect(datasetFingerprint(dataset(files.toReversed()))).not.toBe(first);
  expect(datasetFingerprint(dataset(files, [1, 0]))).not.toBe(first);
  writeFileSync(files[1]!, 'other pixels');
  expect(datasetFingerprint(dataset())).not.toBe(first);
  writeFileSync(files[1]!, 'pixels');
  expect(datasetFingerprint(dataset())).toBe(first);
  rmSync(files[1]!);
  expect(() => datasetFingerprint(dataset())).toThrow(/b\.png: cannot be read/);
});
