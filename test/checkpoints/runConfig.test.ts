import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRunConfig } from '../../src/checkpoints/index.ts';
import { expectResultOrOneLine } from './golden.ts';

const model = { architecture: 'mlp', hidden: [4], inputShape: [28, 28, 1], classes: 10 };
const least = { schema: 'adaptive-sharpness/run/1', model };
const full = {
  ...least,
  dataset: { name: 'mnist', trainCount: 50_000, testCount: 10_000, labelNoise: 0.1, labelNoiseSeed: 3 },
  hyperparameters: { batchSize: 128, learningRate: 0.1, optimizer: 'sgd', augmented: true },
  training: { optimizer: 'sgd', nested: { anything: [1, null] } },
  seed: 0,
};
const parse = (value: unknown) => parseRunConfig(JSON.stringify(value), 'run/config.json');

test('schema and model are enough', () => {
  expect(parse(least)).toEqual(least);
  expect(parse(full)).toEqual(full);
});

test.each([
  [
    'another schema',
    { ...least, schema: 'adaptive-sharpness/run/2' },
    /run\/2".*"adaptive-sharpness\/run\/1" is expected/,
  ],
  ['no schema', { model }, /no "schema"; "adaptive-sharpness\/run\/1" is expected/],
  ['a schema that is no text', { ...least, schema: { toString: 1 } }, /is expected/],
  ['no object', [], /no "schema"/],
  ['no model', { schema: least.schema }, /"model"/],
  ['an unknown key', { ...full, notes: 'x' }, /unknown key "notes"/],
  ['an unknown key of the model', { ...least, model: { ...model, width: 1 } }, /unknown key "model.width"/],
  [
    'an unknown key of the dataset',
    { ...full, dataset: { name: 'mnist', folder: '/' } },
    /unknown key "dataset.folder"/,
  ],
  [
    'a hyperparameter named like a column of results',
    { ...full, hyperparameters: { train_loss: 1 } },
    /"hyperparameters\.train_loss": a name that is no column of results is expected$/,
  ],
  [
    'a hyperparameter with a name that is markup',
    { ...full, hyperparameters: { '<i>a</i>': 1 } },
    /: a name of letters, digits, spaces and .* is expected$/,
  ],
  [
    'a mistyped architecture',
    { ...least, model: { ...model, architecture: 'ccn' } },
    /is no architecture: "ccn"; did you mean cnn\?$/,
  ],
  [
    'an architecture like no other',
    { ...least, model: { architecture: 'transformer' } },
    /is no architecture: "transformer"; one of mlp, .* is expected$/,
  ],
  ['no architecture', { ...least, model: {} }, /is missing; one of mlp, .* is expected$/],
  ...['', 'a"b', 'x\n', '\\" + f() + "', 'constructor', 'toString', '<b>'].map(
    (name): [string, unknown, RegExp] => [
      `a hyperparameter named ${JSON.stringify(name)}`,
      { ...full, hyperparameters: { [name]: 1 } },
      /hyperparameters/,
    ],
  ),
  [
    'too many hyperparameters',
    { ...full, hyperparameters: Object.fromEntries(Array.from({ length: 51 }, (_, k) => [`h${k}`, k])) },
    /at most 50 hyperparameters/,
  ],
  [
    'nesting without end',
    { ...full, training: { deep: JSON.parse('['.repeat(200) + ']'.repeat(200)) } },
    /nested more than 100 deep/,
  ],
  [
    'a nested hyperparameter',
    { ...full, hyperparameters: { a: [1] } },
    /"hyperparameters.a": a finite number/,
  ],
  ['a count of 0', { ...full, dataset: { name: 'mnist', trainCount: 0 } }, /"dataset.trainCount"/],
])('%s is one line that names it', (_name, value, message) => {
  expect(() => parse(value)).toThrow(message);
  expect(() => parse(value)).toThrow(/^run\/config\.json: .*$/);
});

test('any JSON and any text is refused in one line or valid', () => {
  const nearly = fc.dictionary(fc.constantFrom(...Object.keys(full), '__proto__', 'a\nb'), fc.jsonValue());
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    nearly.map((changes) => JSON.stringify({ ...full, ...changes })),
  );
  fc.assert(
    fc.property(text, (json) => expectResultOrOneLine('config.json', (path) => parseRunConfig(json, path))),
    {
      numRuns: 500,
    },
  );
});

test('a hyperparameter named __proto__ is refused, not dropped', () => {
  const text = JSON.stringify(full).replace('"batchSize"', '"__proto__"');
  expect(() => parseRunConfig(text, 'run/config.json')).toThrow(/__proto__/);
});
