import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameAt, runAt } from '../../../src/studies/sweep/grid.ts';
import { readStudy } from '../../../src/studies/sweep/readStudy.ts';
import { UserError } from '../../../src/userError.ts';
import { lineOf, studyFiles } from './studyFile.ts';

const { read, write } = studyFiles();

describe('a study', () => {
  it('is what its file says, with the place of every value', () => {
    const study = read(`name: all of it
base: {training: {epochs: 3, p: .inf, optimizer: sam}}
grid:
  training.rho: [0.1,
    0.2]
  training.m: [none, 8]
seeds: [3, 1]
gate: {gap: error, minTrainAccuracy: 0}
measures:
  plain:
  other: {p: [2, inf]}
`);
    expect(study).toMatchObject({ name: 'all of it', seeds: [3, 1], gap: 'error', minTrainAccuracy: 0 });
    expect([...study.base].map(([path, { value }]) => [path, value])).toEqual([
      ['training.epochs', 3],
      ['training.p', 'inf'],
      ['training.optimizer', 'sam'],
    ]);
    expect(
      study.axes.map(({ labels, ...axis }) => ({
        ...axis,
        labels: labels.map((label) => label.replace(/.*s\.yaml/, '')),
      })),
    ).toEqual([
      {
        ...{ path: 'training.rho', name: 'rho', values: [0.1, 0.2] },
        labels: [':4:18: training.rho', ':5:5: training.rho'],
      },
      {
        ...{ path: 'training.m', name: 'm', values: [null, 8] },
        labels: [':6:16: training.m', ':6:22: training.m'],
      },
    ]);
    expect(study.measures.map(({ name, options }) => [name, [...options.keys()]])).toEqual([
      ['plain', []],
      ['other', ['p']],
    ]);
  });

  it('has defaults for all of it', () => {
    const study = read('seeds: [0]');
    expect(study).toMatchObject({ name: 's', axes: [], seeds: [0], gap: 'loss', minTrainAccuracy: 0.99 });
    expect(study.measures).toEqual([{ name: 'measures', options: new Map() }]);
    expect(nameAt(study, 0)).toBe('seed=0');
    expect(readStudy(write('.my (1).yaml', 'seeds: [0]')).name).toBe('my -1-');
  });

  it('may have keys without a value, which say nothing', () => {
    const { name, base, axes, seeds, gap, minTrainAccuracy, measures } = read(
      'name:\nbase:\n  model:\n  training: {epochs: 3}\n  dataset:\ngrid:\nseeds:\ngate:\nmeasures:\n',
    );
    expect({ name, axes, seeds, gap, minTrainAccuracy }).toEqual({
      ...{ name: 's', axes: [], seeds: [0], gap: 'loss', minTrainAccuracy: 0.99 },
    });
    expect([...base.keys()]).toEqual(['training.epochs']);
    expect(measures).toEqual([{ name: 'measures', options: new Map() }]);
    expect(read('base:\ngate: {gap: , minTrainAccuracy: 0}')).toMatchObject({
      gap: 'loss',
      minTrainAccuracy: 0,
    });
  });

  it('takes its base from a file beside it', () => {
    write('r.yaml', 'training: {optimizer: asam, rho: 2}');
    const study = read('base: r.yaml\ngrid: {training.batchSize: [16]}');
    expect(runAt(study, 0).recipe.training).toMatchObject({ optimizer: 'asam', rho: 2, batchSize: 16 });
    write('r.yaml', 'training: {optimizer: asam, rho: -2}');
    expect(lineOf(() => read('base: r.yaml'))).toBe(
      'r.yaml:1:34: training.rho: a number from 0 is expected, not -2',
    );
    write('r.yaml', 'seed: 3');
    expect(lineOf(() => read('base: r.yaml'))).toMatch(/^r\.yaml:1:7: seed: a study has its seeds beside/);
  });

  it.each([
    ['bases: {}', 's.yaml:1:1: bases: unknown key; is it base?'],
    ['dataset: {}', 's.yaml:1:1: dataset: unknown key; a recipe stands in base, as "base: {dataset: {...}}"'],
    ['- 1', 's.yaml:1:1: a study is a map of keys to values, as "key: value"'],
    ['', 's.yaml: is empty'],
    [
      'name: ../x',
      's.yaml:1:7: name: a name of up to 100 letters, digits, spaces and ._- is expected, not "../x"',
    ],
    ['base: 3', "s.yaml:1:7: base: a recipe, or the path of a recipe's file is expected"],
    ['base: x.yaml', "s.yaml:1:7: base: no such file: x.yaml; paths are relative to the study's file"],
    ['base: {seed: 1}', 's.yaml:1:14: seed: a study has its seeds beside its base, as "seeds: [0, 1]"'],
    ['base:\n  training: {rho: x}', 's.yaml:2:19: training.rho: a number from 0 is expected, not "x"'],
    ['base: {training: {roh: 1}}', 's.yaml:1:24: training.roh: unknown key; is it rho?'],
    [
      'base: {model: {architecture: cnn, chanels: [8]}}\ngrid: {model.architecture: [mlp]}',
      's.yaml:1:44: model.chanels: unknown key; is it channels?',
    ],
    ['grid: [1]', 's.yaml:1:7: grid is a map of keys to values, as "key: value"'],
    ['grid: {batchSize: [1]}', 's.yaml:1:8: grid.batchSize: unknown key; is it training.batchSize?'],
    [
      'grid: {lr: [1]}',
      's.yaml:1:8: grid.lr: unknown key; those of a recipe are expected, as training.batchSize',
    ],
    [
      'grid:\n  training: {m: [1]}',
      's.yaml:2:3: grid.training: a key is named by its path, as "training.optimizer: [...]"',
    ],
    ['grid: {seed: [1]}', 's.yaml:1:8: grid.seed: seeds stand beside the grid, as "seeds: [0, 1]"'],
    ['grid: {__proto__: [1]}', /^s\.yaml:1:8: grid\.__proto__: unknown key/],
    ['grid: {training.m: []}', 's.yaml:1:20: training.m: no values; at least one is expected'],
    ['grid: {training.m: 8}', 's.yaml:1:20: training.m: a list of values is expected, as [1, 2]'],
    ['grid: {training.batchSize: [8, 4, 8.0]}', 's.yaml:1:35: training.batchSize: 8 stands there twice'],
    ['grid: {training.m: [none, 8, null]}', 's.yaml:1:30: training.m: null stands there twice'],
    [
      'grid: {training.rho: [1, {a: 1}]}',
      's.yaml:1:26: training.rho: a number from 0 is expected, not {"a":1}',
    ],
    [
      'grid: {model.alpha: [{a: 1}]}',
      's.yaml:1:22: model.alpha: a map is no value of an axis; name each key by its path',
    ],
    [
      'grid:\n  training.learningRate: [0.1,\n    -1]',
      's.yaml:3:5: training.learningRate: a number above 0 is expected, not -1',
    ],
    ['seeds: 1', 's.yaml:1:8: seeds: a list of values is expected, as [1, 2]'],
    ['seeds: []', 's.yaml:1:8: seeds: no values; at least one is expected'],
    ['seeds: [0, 1, 0]', 's.yaml:1:15: seeds: 0 stands there twice'],
    ['seeds: [0, 0.5]', 's.yaml:1:12: seeds: a whole number from 0 is expected, not 0.5'],
    ['gate: {gap: los}', 's.yaml:1:13: gate.gap: loss or error is expected, not "los"'],
    ['gate: {gapp: loss}', 's.yaml:1:8: gate.gapp: unknown key; is it gap?'],
    [
      'gate: {minTrainAccuracy: 99}',
      's.yaml:1:26: gate.minTrainAccuracy: a number from 0 to 1 is expected, not 99',
    ],
    ['measures: {}', 's.yaml:1:11: measures: none; leave the key out for the defaults of measure run'],
    ['measures: {a/b: {}}', /^s\.yaml:1:12: "measures\.a\/b": a name of a folder is expected/],
    ['measures: {..: {}}', /^s\.yaml:1:12: measures\.\.\.: a name of a folder is expected/],
    ['measures: {a.: {}}', /a name of a folder is expected/],
    ['measures: {a: 3}', 's.yaml:1:15: measures.a is a map of keys to values, as "key: value"'],
    ['measures: {a: {}, A: {}}', 's.yaml:1:19: measures.A: on some disks the folder of measures.a too'],
    ['base: &b {}\ngrid: *b', /^s\.yaml:1:\d+: an anchor/],
    ['seeds: [0]\nseeds: [1]', 's.yaml:2:1: is not YAML (Map keys must be unique)'],
  ])('says what is wrong with %j', (text, expected) => {
    const line = lineOf(() => read(text));
    expect(line).not.toContain('\n');
    if (typeof expected === 'string') expect(line).toBe(expected);
    else expect(line).toMatch(expected);
  });

  it('is not nested without end', () => {
    expect(lineOf(() => read(`grid: ${'['.repeat(30_000)}`))).toMatch(/^s\.yaml: is nested too deep/);
  });

  it('has so many runs at most', () => {
    const thousand = `[${Array.from({ length: 1000 }, (_, k) => k + 1).join()}]`;
    const text = `grid:\n  training.batchSize: ${thousand}\n  training.epochs: ${thousand}\nseeds: [${Array.from({ length: 11 }, (_, k) => k).join()}]`;
    expect(lineOf(() => read(text))).toBe('s.yaml: 11000000 runs; at most 10000000 are planned');
  });

  it('is named or there', () => {
    expect(lineOf(() => readStudy('latpop'))).toBe('latpop: no such file; is it laptop?');
    expect(lineOf(() => readStudy('nothing.yaml'))).toBe(
      'nothing.yaml: no such file; the built-in studies are asam-paper and laptop',
    );
    expect(lineOf(() => readStudy('docs'))).toBe('docs: is a folder; a study is a YAML file');
  });

  it('takes any text without a defect', () => {
    const piece = fc.constantFrom(
      ...['base:', 'grid:', 'seeds:', 'gate:', 'measures:', 'name:', 'training.m:', 'model.channels:'],
      ...[
        '\n',
        '\n ',
        '\n  ',
        ' ',
        '[',
        ']',
        '{',
        '}',
        ',',
        ': ',
        '- ',
        'none',
        '1',
        '.inf',
        '.nan',
        'a',
        '"',
        '&a ',
        '*a',
        '__proto__: ',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          read(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('values that do not go together', () => {
  it.each([
    [
      'two axes',
      'base: {training: {optimizer: sam}}\ngrid:\n  training.batchSize: [32, 64]\n  training.m: [8, 32]',
      's.yaml:4:19: training.m does not cut the batch: m is 32 and batchSize 32; say a smaller m, or none (run batchSize=32_m=32_seed=0)',
    ],
    [
      'an axis that another leaves unheard',
      'grid:\n  training.optimizer: [asam, sgd]\n  training.rho: [0.1, 0.5]\nseeds: [4]',
      's.yaml:3:18: training.rho is for sam and asam, and the optimizer is sgd (run optimizer=sgd_rho=0.1_seed=4)',
    ],
    [
      'an axis and the base',
      'base: {training: {warmupEpochs: 5}}\ngrid: {training.epochs: [9, 3]}',
      's.yaml:1:33: training.warmupEpochs makes the warm-up longer than the training: 5 of 3 epochs (run epochs=3_seed=0)',
    ],
    [
      'the base alone',
      'base: {training: {rho: 1}}',
      's.yaml:1:24: training.rho is for sam and asam, and the optimizer is sgd',
    ],
    [
      'what the base says for a choice that an axis makes',
      'base: {training: {rho: 1}}\ngrid: {training.optimizer: [asam, sgd]}',
      's.yaml:1:24: training.rho is for sam and asam, and the optimizer is sgd (run optimizer=sgd_seed=0)',
    ],
    [
      'a model and its architecture',
      'grid:\n  model.architecture: [cnn, mlp]\n  model.channels: [[8]]',
      's.yaml:3:20: model.channels is for cnn, and the model is mlp (run architecture=mlp_channels=8_seed=0)',
    ],
    [
      'a depth that its architecture has not',
      'base: {model: {architecture: wide-resnet}}\ngrid: {model.depth: [16, 21]}',
      's.yaml:2:26: model.depth: must be 6n + 4 (10, 16, 22, 28, 40 ...), not 21 (run depth=21_seed=0)',
    ],
  ])('are found: %s', (_name, text, expected) => {
    expect(lineOf(() => read(text))).toBe(expected);
  });

  it('are found in a grid that is too large to try', () => {
    const many = `[${Array.from({ length: 60 }, (_, k) => 99 - k).join()}]`;
    const study = (last: string) =>
      `base: {training: {optimizer: sam}}\ngrid:\n  training.batchSize: ${many}\n  dataset.trainCount: ${many}\n  training.epochs: ${many}\n  training.m: ${last}`;
    expect(lineOf(() => read(study('[4, 8, 99]')))).toMatch(
      /^s\.yaml:6:22: training\.m does not cut the batch/,
    );
    expect(lineOf(() => read(study('[4, 8, 39]')))).toBe('no error');
    // only the last of the 60 batch sizes, with the last of the three m
    expect(lineOf(() => read(study('[4, 8, 40]')))).toMatch(
      /m is 40 and batchSize 40; .* \(run batchSize=40_/,
    );
  });

  it('are not looked for in images that are not known', () => {
    const text =
      'base: {model: {channels: [4, 4, 4, 4, 4, 4, 4, 4]}}\ngrid: {dataset.name: [mine/a, mine/b]}';
    const study = read(text);
    expect(() => runAt(study, 0)).toThrow(/the images of "mine\/a" are not known/);
    expect(runAt(study, 1, { shape: [200, 200, 1], classes: 3 }).recipe.model).toMatchObject({ classes: 3 });
    expect(lineOf(() => read(`${text}\ngate: {gap: error}`.replace('mine/a', 'mnist')))).toMatch(
      /model\.channels: .*too many.* \(run dataset=mnist_seed=0\)$/,
    );
  });
});
