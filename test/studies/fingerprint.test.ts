import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import { runFingerprint } from '../../src/studies/fingerprint.ts';
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
