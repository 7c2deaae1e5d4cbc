import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discoverRuns, runState, writeRunFolder } from '../../src/checkpoints/index.ts';
import { writeSafetensors } from '../../src/checkpoints/safetensors.ts';
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
import { seal } from '../support/sealState.ts';
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

const read = (run: string) => readUnfinishedRun(at(run), (progress) => progress);

test('a state is read back to the bit, and the latest only is kept', () => {
  expect(read('run')).toBeUndefined();
  expect(isUnfinishedRun(at('run'))).toBe(false);
  for (const epoch of [0, 9, 10]) {
    saveUnfinishedRun(at('run'), { epoch, progress: { losses: [0.1, epoch] }, tensors });
  }
  expect(read('run')).toEqual({ epoch: 10, progress: { losses: [0.1, 10] }, tensors });
  expect(readdirSync(at('run', 'unfinished'))).toEqual(['epoch-10']);
  expect(runState(at('run'))).toBe('unfinished');
  removeUnfinishedRun(at('run'));
  expect(runState(at('run'))).toBe('nothing');
});

test('what was being written when the power went is not taken for a state', () => {
  saveUnfinishedRun(at('cut'), { epoch: 3, progress: 'three', tensors });
  mkdirSync(at('cut', 'unfinished', 'epoch-4.partial'));
  writeFileSync(at('cut', 'unfinished', 'epoch-4.partial', 'state.safetensors'), 'half');
  expect(read('cut')?.epoch).toBe(3);
  saveUnfinishedRun(at('cut'), { epoch: 4, progress: 'four', tensors });
  expect(read('cut')?.progress).toBe('four');
});

test('a state appears as a whole: where writing one fails, the one before it stays', () => {
  saveUnfinishedRun(at('full'), { epoch: 3, progress: 'three', tensors });
  const progress = {
    toJSON: () => {
      throw new Error('no space left on device');
    },
  };
  const save = () => saveUnfinishedRun(at('full'), { epoch: 4, progress, tensors });
  expect(save).toThrow(UserError);
  expect(save).toThrow(/epoch-4: the state of the training cannot be saved \(no space left/);
  expect(read('full')).toEqual({ epoch: 3, progress: 'three', tensors });
});

test('a state that is not finite is not kept: the one before it stays', () => {
  saveUnfinishedRun(at('diverging'), { epoch: 1, progress: 'one', tensors });
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken = new Map([...tensors, ['last', { shape: [2], data: Float32Array.of(0, wrong) }]]);
    saveUnfinishedRun(at('diverging'), { epoch: 2, progress: 'two', tensors: broken });
  }
  expect(read('diverging')?.epoch).toBe(1);
});

test('the checksums are those that sha256sum writes', () => {
  saveUnfinishedRun(at('sums'), { epoch: 1, progress: {}, tensors });
  const state = at('sums', 'unfinished', 'epoch-1');
  const written = readFileSync(join(state, 'SHA256SUMS'), 'utf8');
  seal(state);
  expect(readFileSync(join(state, 'SHA256SUMS'), 'utf8')).toBe(written);
});

describe('a damaged state is one line that says what to do, and stays as it is:', () => {
  const flip = (path: string): void => {
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(path, bytes);
  };
  const withTensors = (state: string, changed: typeof tensors): void => {
    writeSafetensors(join(state, 'state.safetensors'), changed);
    seal(state);
  };
  const damages: Readonly<Record<string, readonly [why: RegExp, damage: (state: string) => void]>> = {
    'tensors cut off': [
      /state\.safetensors is not what was saved/,
      (state) => truncateSync(join(state, 'state.safetensors'), 20),
    ],
    'a bit of a tensor': [
      /state\.safetensors is not what was saved/,
      (state) => flip(join(state, 'state.safetensors')),
    ],
    'a bit of the progress': [
      /progress\.json is not what was saved/,
      (state) => flip(join(state, 'progress.json')),
    ],
    'a bit of the checksums': [/state\.safetensors is not what/, (state) => flip(join(state, 'SHA256SUMS'))],
    'no checksums, as an older version': [
      /it has no SHA256SUMS/,
      (state) => rmSync(join(state, 'SHA256SUMS')),
    ],
    'no tensors': [/it has no state\.safetensors/, (state) => rmSync(join(state, 'state.safetensors'))],
    'no progress': [/it has no progress\.json/, (state) => rmSync(join(state, 'progress.json'))],
    'a file in the place of a state': [
      /it has no progress\.json|not a directory/,
      (state) => {
        rmSync(state, { recursive: true });
        writeFileSync(state, '');
      },
    ],
    'a folder in the place of a file': [
      /not a regular file/,
      (state) => {
        rmSync(join(state, 'progress.json'));
        mkdirSync(join(state, 'progress.json'));
      },
    ],
    'a link out of the folder': [
      /a link out of its folder/,
      (state) => {
        const elsewhere = `${state}.partial`;
        renameSync(state, at('linked'));
        mkdirSync(elsewhere);
        symlinkSync(at('linked'), state);
      },
    ],
    'no JSON': [
      /JSON/,
      (state) => {
        writeFileSync(join(state, 'progress.json'), '{"a":\n');
        seal(state);
      },
    ],
    'JSON without end': [
      /.+/,
      (state) => {
        writeFileSync(join(state, 'progress.json'), '['.repeat(1e6));
        seal(state);
      },
    ],
    'what the parser refuses': [
      /of another kind/,
      (state) => {
        writeFileSync(join(state, 'progress.json'), '"wrong"');
        seal(state);
      },
    ],
    'no safetensors': [
      /safetensors/,
      (state) => {
        writeFileSync(join(state, 'state.safetensors'), 'no tensors at all');
        seal(state);
      },
    ],
    NaN: [
      /tensor "parameters" holds a number that is not finite/,
      (state) =>
        withTensors(state, new Map([['parameters', { shape: [2], data: Float32Array.of(1, Number.NaN) }]])),
    ],
    'another type': [
      /tensor "parameters" is F64; F32 is expected/,
      (state) => {
        writeSafetensors(
          join(state, 'state.safetensors'),
          new Map([['parameters', { shape: [1], data: Float64Array.of(1) }]]),
        );
        seal(state);
      },
    ],
  };
  const parse = (progress: unknown): unknown => {
    if (progress === 'wrong') throw new UserError('of another kind');
    return progress;
  };

  test.each(Object.entries(damages))('%s', (name, [why, damage]) => {
    const run = at('damaged', name);
    saveUnfinishedRun(run, { epoch: 12, progress: 'three', tensors });
    damage(join(run, 'unfinished', 'epoch-12'));
    const before = readdirSync(run, { recursive: true });
    const readIt = () => readUnfinishedRun(run, parse);
    expect(readIt).toThrow(UserError);
    expect(readIt).toThrow(why);
    expect(readIt).toThrow(
      /^[^\n]+epoch-12: is damaged, or of another version .*; delete .* to train the run anew$/,
    );
    expect(readdirSync(run, { recursive: true })).toEqual(before);
    expect(runState(run)).toBe('unfinished');
    saveUnfinishedRun(run, { epoch: 0, progress: 'anew', tensors });
    expect(readUnfinishedRun(run, parse)?.progress).toBe('anew');
  });
});

test('what is no state is not taken for one', () => {
  for (const name of [
    'epoch-',
    'epoch-007',
    'epoch--1',
    'epoch-1e3',
    'epoch-99999999999999999999',
    'other',
  ]) {
    mkdirSync(at('foreign', 'unfinished', name), { recursive: true });
  }
  expect(isUnfinishedRun(at('foreign'))).toBe(false);
  mkdirSync(at('a-file'));
  writeFileSync(at('a-file', 'unfinished'), '');
  expect(isUnfinishedRun(at('a-file'))).toBe(false);
});

test('a link in the place of the folder is not followed', () => {
  saveUnfinishedRun(at('others'), { epoch: 1, progress: {}, tensors });
  mkdirSync(at('link'));
  symlinkSync(at('others', 'unfinished'), at('link', 'unfinished'));
  expect(() => read('link')).toThrow(/unfinished: is a link/);
  expect(() => checkRunTarget(at('link'), { overwrite: true })).toThrow(/unfinished: is a link/);
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
