import { describe, expect, test } from 'vitest';
import { type KeptProgress, parseProgress, storedProgress } from '../../src/studies/keptProgress.ts';
import { UserError } from '../../src/userError.ts';

const row = (epoch: number, change = {}) => ({
  epoch,
  learning_rate: 0.1,
  train_loss: 1 / epoch,
  train_accuracy: 0.5,
  test_loss: 2,
  test_accuracy: 0.25,
  seconds: 1.5,
  ...change,
});

const kept: KeptProgress = {
  identity: {
    config: {
      schema: 'adaptive-sharpness/run/1',
      model: { architecture: 'mlp', hidden: [2], inputShape: [2, 2, 1], classes: 2 },
      training: { epochs: 9, clipNorm: null, milestones: [1, 2] },
      seed: 1,
    },
    dataset: 'abc',
    engine: { name: 'wasm', device: 'CPU', versions: { tfjs: '4' }, threads: 1, precisions: ['float32'] },
    version: '0.1.0',
  },
  progress: { history: [row(1), row(2)], best: { epoch: 1, accuracy: 0.25, topFive: null } },
};

const read = (value: unknown, epoch = 2) => parseProgress(JSON.parse(JSON.stringify(value)), epoch);

test('progress is read back, a loss that is not finite too', () => {
  expect(read(storedProgress(kept))).toEqual(kept);
  for (const loss of [Number.NaN, Number.POSITIVE_INFINITY, null]) {
    const history = [row(1), row(2, { test_loss: loss })];
    const found = read(storedProgress({ ...kept, progress: { ...kept.progress, history } }));
    expect(found.progress.history[1]?.test_loss).toBe(loss);
  }
});

describe('what is not progress is refused with what is wrong:', () => {
  const progress = (change: object) => ({ ...kept, progress: { ...kept.progress, ...change } });
  const second = (change: object) => progress({ history: [row(1), row(2, change)] });
  const identity = (change: object) => ({ ...kept, identity: { ...kept.identity, ...change } });
  const best = (change: object) => progress({ best: { ...kept.progress.best, ...change } });
  const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
  test.each([
    ['null', null, /expected object, received null/],
    ['a text', 'progress', /expected object/],
    ['an empty object', {}, /"identity"/],
    ['no progress', { identity: kept.identity }, /"progress"/],
    ['an unknown key', { ...kept, more: 1 }, /unknown key "more"/],
    ['a history of numbers', progress({ history: [1, 2] }), /"progress\.history\.0"/],
    ['a history that is none', progress({ history: { length: 2 } }), /"progress\.history"/],
    ['a text for a number', second({ train_loss: '1' }), /"progress\.history\.1\.train_loss"/],
    ['null for a number', second({ seconds: null }), /"progress\.history\.1\.seconds"/],
    ['a training loss that is not finite', second({ train_loss: 'NaN' }), /train_loss/],
    ['another text for a test loss', second({ test_loss: 'none' }), /test_loss": a number is expected/],
    ['a share above 1', second({ test_accuracy: 1.5 }), /test_accuracy/],
    ['an epoch twice', progress({ history: [row(1), row(1)] }), /are not 1, 2, 3/],
    ['a history that is too short', progress({ history: [row(1)] }), /has 1 epochs; 2 are expected/],
    ['no best epoch', progress({ best: null }), /"progress\.best"/],
    ['a best epoch to come', best({ epoch: 3 }), /best epoch is not one of its history/],
    ['a best epoch with another accuracy', best({ accuracy: 0.75 }), /best epoch/],
    ['no best epoch after some', best({ epoch: 0, accuracy: -1 }), /best epoch/],
    ['a top-5 share that is a text', best({ topFive: '1' }), /topFive/],
    ['no config', identity({ config: undefined }), /"identity\.config"/],
    ['a config of something else', identity({ config: { schema: 'other' } }), /its config: "schema"/],
    [
      'a model that does not exist',
      identity({ config: { ...kept.identity.config, model: {} } }),
      /its config/,
    ],
    ['a config without end', identity({ config: { ...kept.identity.config, training: { deep } } }), /deep/],
    ['another engine', identity({ engine: { ...kept.identity.engine, name: 'abacus' } }), /engine\.name/],
    ['a dataset that is a number', identity({ dataset: 1 }), /"identity\.dataset"/],
  ])('%s', (_name, value, why) => {
    expect(() => read(value)).toThrow(UserError);
    expect(() => read(value)).toThrow(why);
  });

  test('a number that JSON cannot hold', () => {
    const text = JSON.stringify(kept).replace('"learning_rate":0.1', '"learning_rate":1e999');
    expect(() => parseProgress(JSON.parse(text), 2)).toThrow(/learning_rate/);
  });
});
