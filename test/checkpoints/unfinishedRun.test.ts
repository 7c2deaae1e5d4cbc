import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discoverRuns, runState, writeRunFolder } from '../../src/checkpoints/index.ts';
import { removeSnapshots, writeSnapshot } from '../../src/checkpoints/snapshots.ts';
import {
  isUnfinishedRun,
  readUnfinishedRun,
  removeUnfinishedRun,
  saveUnfinishedRun,
} from '../../src/checkpoints/unfinishedRun.ts';
import { checkRunTarget } from '../../src/checkpoints/writeRunFolder.ts';
import { initialBuffers, initializeParameters, modelSpec } from '../../src/models/spec/index.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const temporary = temporaryFolder();
const at = (...parts: string[]) => join(temporary.path, ...parts);

const tensors = new Map([['parameters', { shape: [3], data: Float32Array.of(0.1, -2, 3e-30) }]]);
const spec = modelSpec({ architecture: 'mlp', hidden: [2], inputShape: [2, 2, 1], classes: 2 });
const stored = {
  config: { schema: 'adaptive-sharpness/run/1', model: spec.options },
  parameters: initializeParameters(spec, 1),
  buffers: initialBuffers(spec),
} as const;

test('a state is read back to the bit, and the latest only is kept', () => {
  expect(readUnfinishedRun(at('run'))).toBeUndefined();
  expect(isUnfinishedRun(at('run'))).toBe(false);
  for (const epoch of [0, 9, 10]) {
    saveUnfinishedRun(at('run'), { epoch, progress: { losses: [0.1, epoch] }, tensors });
  }
  expect(readUnfinishedRun(at('run'))).toEqual({ epoch: 10, progress: { losses: [0.1, 10] }, tensors });
  expect(readdirSync(at('run', 'unfinished'))).toEqual(['epoch-10']);
  expect(runState(at('run'))).toBe('unfinished');
  removeUnfinishedRun(at('run'));
  expect(runState(at('run'))).toBe('nothing');
});

test('what was being written when the power went is not taken for a state', () => {
  saveUnfinishedRun(at('cut'), { epoch: 3, progress: 'three', tensors });
  mkdirSync(at('cut', 'unfinished', 'epoch-4.partial'));
  writeFileSync(at('cut', 'unfinished', 'epoch-4.partial', 'state.safetensors'), 'half');
  expect(readUnfinishedRun(at('cut'))?.epoch).toBe(3);
  saveUnfinishedRun(at('cut'), { epoch: 4, progress: 'four', tensors });
  expect(readUnfinishedRun(at('cut'))?.progress).toBe('four');
});

test('a damaged state is one line that says what to do', () => {
  saveUnfinishedRun(at('damaged'), { epoch: 1, progress: {}, tensors });
  truncateSync(at('damaged', 'unfinished', 'epoch-1', 'state.safetensors'), 20);
  expect(() => readUnfinishedRun(at('damaged'))).toThrow(UserError);
  expect(() => readUnfinishedRun(at('damaged'))).toThrow(/epoch-1: is damaged .*--overwrite$/);
});

test('an unfinished run is neither replaced nor gone on with by accident', () => {
  saveUnfinishedRun(at('taken'), { epoch: 1, progress: {}, tensors });
  expect(() => checkRunTarget(at('taken'), { overwrite: false })).toThrow(/unfinished run; --resume/);
  expect(() => checkRunTarget(at('taken'), { overwrite: true })).not.toThrow();
});

test('snapshots are run folders, and no models of their own', () => {
  saveUnfinishedRun(at('runs', 'a'), { epoch: 1, progress: {}, tensors });
  for (const _ of [1, 2]) writeSnapshot(at('runs', 'a'), 'epoch-1', stored);
  expect(readdirSync(at('runs', 'a', 'snapshots'))).toEqual(['epoch-1']);
  expect(readdirSync(at('runs', 'a', 'snapshots', 'epoch-1')).sort()).toEqual([
    'config.json',
    'model.safetensors',
  ]);
  expect(discoverRuns([at('runs')])).toEqual({ runs: [], skipped: [] });
  expect(discoverRuns([at('runs', 'a', 'snapshots')]).runs).toHaveLength(1);
  removeUnfinishedRun(at('runs', 'a'));
  const metrics = { trainLoss: 1, testLoss: 1, trainAccuracy: 1, testAccuracy: 1 };
  writeRunFolder(at('runs', 'a'), { ...stored, metrics, history: [] });
  expect(discoverRuns([at('runs')]).runs.map(({ checkpoint }) => checkpoint)).toEqual(['a']);
  removeSnapshots(at('runs', 'a'));
  expect(readdirSync(at('runs', 'a'))).not.toContain('snapshots');
});

test('a checkpoint from elsewhere, without metrics, is not replaced by accident', () => {
  writeSnapshot(at('elsewhere'), 'epoch-1', stored);
  const checkpoint = at('elsewhere', 'snapshots', 'epoch-1');
  expect(runState(checkpoint)).toBe('complete');
  expect(() => checkRunTarget(checkpoint, { overwrite: false })).toThrow(/complete run already/);
});
