import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { foundDatasets } from '../../src/data/foundDatasets.ts';

const folder = mkdtempSync(join(tmpdir(), 'found-datasets-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds the published datasets and those of the user, and nothing else', () => {
  for (const path of ['mnist', 'birds/train/owl', 'birds/test/owl', 'empty', 'notes']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  for (const file of ['mnist/train-images-idx3-ubyte.gz', 'digits.npz', 'notes/readme.txt', 'kmnist.txt']) {
    writeFileSync(join(folder, file), '');
  }
  expect(foundDatasets(folder)).toEqual(['mnist', 'birds', 'digits']);
  expect(foundDatasets(join(folder, 'nowhere'))).toEqual([]);
});
