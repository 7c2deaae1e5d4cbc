import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import type { CheckpointRow } from '../../src/correlation/index.ts';
import { metricsWarning } from '../../src/studies/metricsWarning.ts';
import { goldenPath } from '../support/goldenRuns.ts';

const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(goldenPath('runs/mnist-mlp'), folder, { recursive: true });

const row: CheckpointRow = {
  checkpoint: 'run',
  hyperparameters: {},
  train_loss: 0.5,
  test_loss: 0.7,
  train_accuracy: 0.9,
  test_accuracy: 0.8,
  gap_loss: 0.2,
  gap_error: 0.1,
};
const said = { trainLoss: 0.5, testLoss: 0.7, trainAccuracy: 0.9, testAccuracy: 0.8 };

function warning(metrics?: string): string | undefined {
  const path = join(folder, 'metrics.json');
  rmSync(path, { force: true });
  if (metrics !== undefined) writeFileSync(path, metrics);
  const run = readRunFolder(folder, 'run');
  return metricsWarning(
    {
      run,
      dataset: { dataDirectory: '', name: 'mnist' },
      fingerprint: '',
      testCount: 10,
      fromFolders: false,
      sizes: [{ m: 8, groups: 1, dropped: 0 }],
    },
    row,
  );
}

test('metrics that agree, and none at all, are no matter', () => {
  expect(warning()).toBeUndefined();
  expect(warning(JSON.stringify(said))).toBeUndefined();
  expect(warning(JSON.stringify({ ...said, trainLoss: 0.5 + 1e-6 }))).toBeUndefined();
  expect(warning(JSON.stringify({ ...said, testLoss: null }))).toBeUndefined();
});

test('another network is told by its loss or accuracy', () => {
  expect(warning(JSON.stringify({ ...said, trainLoss: 0.36 }))).toMatch(
    /metrics.json says trainLoss 0.36, measured is 0.5/,
  );
  expect(warning(JSON.stringify({ ...said, testAccuracy: 0.83 }))).toMatch(/testAccuracy 0.83/);
});

test('a metrics.json of something else is left alone', () => {
  for (const text of ['', '{', '[]', '{"accuracy": 1}']) expect(warning(text)).toBeUndefined();
});
