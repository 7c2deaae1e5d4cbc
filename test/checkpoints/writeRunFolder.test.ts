import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  discoverRuns,
  type FinishedRun,
  isCompleteRun,
  readCheckpoint,
  readDivergence,
  readRunFolder,
  readTrainedMetrics,
  runState,
  writeRunFolder,
} from '../../src/checkpoints/index.ts';
import { saveUnfinishedRun } from '../../src/checkpoints/unfinishedRun.ts';
import {
  checkIsOurs,
  checkRunTarget,
  finishDivergedRun,
  finishRun,
} from '../../src/checkpoints/writeRunFolder.ts';
import { initialBuffers, initializeParameters, modelSpec } from '../../src/models/spec/index.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const temporary = temporaryFolder();
const at = (...parts: string[]) => join(temporary.path, ...parts);

const spec = modelSpec({
  architecture: 'cnn',
  channels: [2],
  batchNorm: true,
  dropoutRate: 0,
  inputShape: [4, 4, 1],
  classes: 2,
});
const run: FinishedRun = {
  config: {
    schema: 'adaptive-sharpness/run/1',
    model: spec.options,
    hyperparameters: { batchSize: 8 },
    seed: 1,
  },
  parameters: initializeParameters(spec, 1),
  buffers: initialBuffers(spec),
  metrics: { trainLoss: 0.25, testLoss: Number.NaN, trainAccuracy: 1, testAccuracy: 0.5 },
  history: [
    {
      epoch: 1,
      learning_rate: 0.1,
      train_loss: 2,
      train_accuracy: 0.5,
      test_loss: null,
      test_accuracy: null,
      seconds: 1.5,
    },
    {
      epoch: 2,
      learning_rate: 1e-7,
      train_loss: 1,
      train_accuracy: 1,
      test_loss: 1.25,
      test_accuracy: 0.5,
      seconds: 1,
    },
  ],
};

test('a run is read back as it was written', () => {
  writeRunFolder(at('a', 'b', 'run'), run);
  expect(readdirSync(at('a', 'b', 'run')).sort()).toEqual([
    'config.json',
    'history.csv',
    'metrics.json',
    'model.safetensors',
  ]);
  expect(readCheckpoint(readRunFolder(at('a', 'b', 'run'), 'run'))).toEqual({
    folder: at('a', 'b', 'run'),
    checkpoint: 'run',
    config: run.config,
    spec,
    parameters: run.parameters,
    buffers: run.buffers,
  });
  expect(JSON.parse(readFileSync(at('a', 'b', 'run', 'metrics.json'), 'utf8'))).toEqual({
    ...run.metrics,
    testLoss: null,
  });
  expect(readFileSync(at('a', 'b', 'run', 'history.csv'), 'utf8')).toBe(
    'epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n' +
      '1,0.1,2,0.5,,,1.5\n2,1e-7,1,1,1.25,0.5,1\n',
  );
  expect(readdirSync(at('a', 'b'))).toEqual(['run']);
});

test('a run that cannot be written leaves nothing, and what was there stays', () => {
  const broken = { ...run, parameters: new Map([...run.parameters].slice(1)) };
  expect(() => writeRunFolder(at('broken', 'run'), broken)).toThrow(/lacks "conv1\.weight"/);
  expect(existsSync(at('broken', 'run'))).toBe(false);
  writeRunFolder(at('kept', 'run'), run);
  expect(() => writeRunFolder(at('kept', 'run'), broken, { overwrite: true })).toThrow(/lacks/);
  expect(isCompleteRun(at('kept', 'run'))).toBe(true);
  expect(readdirSync(at('kept'))).toEqual(['run']);
});

test('a complete run is replaced only when told', () => {
  writeRunFolder(at('twice'), run);
  const other = { ...run, config: { ...run.config, seed: 2 } };
  expect(() => writeRunFolder(at('twice'), other)).toThrow(/holds a complete run already/);
  expect(readRunFolder(at('twice'), '').config.seed).toBe(1);
  writeRunFolder(at('twice'), other, { overwrite: true });
  expect(readRunFolder(at('twice'), '').config.seed).toBe(2);
});

test('an unfinished run and an empty folder are replaced, a folder with other files never', () => {
  mkdirSync(at('empty'));
  writeRunFolder(at('empty'), run);
  expect(isCompleteRun(at('empty'))).toBe(true);
  mkdirSync(at('unfinished'));
  writeFileSync(at('unfinished', 'config.json'), '{');
  expect(isCompleteRun(at('unfinished'))).toBe(false);
  writeRunFolder(at('unfinished'), run);
  expect(isCompleteRun(at('unfinished'))).toBe(true);
  mkdirSync(at('thesis'));
  writeFileSync(at('thesis', 'thesis.tex'), '');
  expect(() => writeRunFolder(at('thesis'), run, { overwrite: true })).toThrow(
    /holds "thesis\.tex", which is no part/,
  );
  expect(existsSync(at('thesis', 'thesis.tex'))).toBe(true);
});

test('notes beside a run that was trained here stay; beside a model alone nothing is written', () => {
  writeRunFolder(at('noted'), run);
  writeFileSync(at('noted', 'notes.txt'), 'mine');
  expect(() => checkIsOurs(at('noted'))).not.toThrow();
  expect(() => writeRunFolder(at('noted'), run)).toThrow(/holds a complete run already/);
  writeRunFolder(at('noted'), run, { overwrite: true });
  expect(readFileSync(at('noted', 'notes.txt'), 'utf8')).toBe('mine');
  saveUnfinishedRun(at('stopped'), { epoch: 1, progress: {}, tensors: new Map() });
  writeFileSync(at('stopped', 'notes.txt'), 'mine');
  expect(() => checkIsOurs(at('stopped'))).not.toThrow();
  rmSync(at('noted', 'metrics.json'));
  for (const overwrite of [true, false]) {
    expect(() => checkRunTarget(at('noted'), { overwrite })).toThrow(/holds "notes\.txt", which is no part/);
  }
  expect(() => checkIsOurs(at('noted'))).toThrow(/holds "notes\.txt"/);
});

test('what a killed check left is no foreign file', () => {
  mkdirSync(at('probed', '.probed.probe'), { recursive: true });
  writeRunFolder(at('probed'), run);
  expect(readdirSync(at('probed'))).not.toContain('.probed.probe');
  // that of the name which the folder had before
  rmSync(at('probed', 'metrics.json'));
  mkdirSync(at('probed', '.before.probe'));
  expect(() => checkIsOurs(at('probed'))).not.toThrow();
});

test('a path that cannot be a folder is one line', () => {
  writeFileSync(at('file'), '');
  expect(() => writeRunFolder(at('file'), run)).toThrow(UserError);
  expect(() => writeRunFolder(at('file', 'run'), run)).toThrow(/file: is a file; a folder is expected/);
});

test('no name is no folder: nothing is touched', () => {
  expect(() => writeRunFolder('', run)).toThrow(/no name/);
  const before = process.cwd();
  mkdirSync(at('here'));
  writeFileSync(at('here', 'thesis.tex'), '');
  process.chdir(at('here'));
  try {
    expect(() => writeRunFolder('.', run, { overwrite: true })).toThrow(/holds "thesis\.tex"/);
  } finally {
    process.chdir(before);
  }
  expect(readdirSync(at('here'))).toEqual(['thesis.tex']);
});

test('what cannot take a run is known before', () => {
  const check = (folder: string) => checkRunTarget(folder, { overwrite: false });
  writeRunFolder(at('taken'), run);
  expect(() => check(at('taken'))).toThrow(/--overwrite/);
  expect(() => check('/proc/run')).toThrow(UserError);
  expect(() => check(at('new', 'run'))).not.toThrow();
});

test('a run that diverged has no model, says why, and is skipped with the reason', () => {
  const divergence = { reason: 'training diverged: the loss is NaN', epoch: 2, step: 7 };
  writeRunFolder(at('diverged', 'run'), run);
  finishDivergedRun(at('diverged', 'run'), { config: run.config, divergence, history: run.history });
  expect(readdirSync(at('diverged', 'run')).sort()).toEqual(['config.json', 'diverged.json', 'history.csv']);
  expect(readDivergence(at('diverged', 'run'))).toEqual(divergence);
  expect(runState(at('diverged', 'run'))).toBe('complete');
  const { runs, skipped } = discoverRuns([at('diverged')]);
  expect(runs).toEqual([]);
  expect(skipped).toMatchObject([
    { reason: expect.stringMatching(/has no model, training diverged: .* NaN$/) },
  ]);
  finishRun(at('diverged', 'run'), run);
  expect(readDivergence(at('diverged', 'run'))).toBeUndefined();
  expect(discoverRuns([at('diverged')]).runs).toHaveLength(1);
});

test('the metrics of a training are read back, a loss that is not finite as infinite', () => {
  const metrics = {
    ...run.metrics,
    bestTestAccuracy: 0.75,
    bestEpoch: 1,
    testTopFive: null,
    bestTestTopFive: null,
  };
  writeRunFolder(at('trained'), { ...run, metrics });
  expect(readTrainedMetrics(at('trained'))).toEqual({ ...metrics, testLoss: Number.POSITIVE_INFINITY });
  writeRunFolder(at('elsewhere'), run);
  expect(() => readTrainedMetrics(at('elsewhere'))).toThrow(/no metrics of `measure train`/);
});
