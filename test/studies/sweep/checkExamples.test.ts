import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../../src/cli/studyMeasures.ts';
import { checkExamples } from '../../../src/studies/sweep/checkExamples.ts';
import { exampleCounts, inputsOf } from '../../../src/studies/sweep/studyDatasets.ts';
import { dataDirectory, engine } from '../../cli/cli.ts';
import { lineOf, studyFiles } from './studyFile.ts';

const { read } = studyFiles();
const counts = new Map([
  ['mnist', { train: 2000, test: 1000 }],
  ['kmnist', { train: 600, test: 100 }],
]);

function checked(text: string): string {
  const study = read(text);
  return lineOf(() => checkExamples({ study, measures: measuresOf(study, engine) }, counts));
}

describe('the examples that a study asks for', () => {
  it.each([
    [
      'more training examples than there are',
      'base: {dataset: {name: mnist, trainCount: 2001}}',
      's.yaml:1:43: dataset.trainCount: 2001 training examples are asked for, and mnist holds 2000; say 2000 or fewer',
    ],
    [
      'more test examples, in one dataset of the grid and one value of an axis',
      'grid:\n  dataset.name: [mnist, kmnist]\n  dataset.testCount: [100,\n    101]',
      's.yaml:4:5: dataset.testCount: 101 test examples are asked for, and kmnist holds 100; say 100 or fewer',
    ],
    [
      'a group larger than what one run is trained on',
      'grid: {dataset.trainCount: [1000, 128]}\nmeasures:\n  a: {}\n  b: {m: [8, 129]}',
      's.yaml:4:10: measures.b.m: 128 of 128 training examples of mnist make no group of m = 129, as measures.b has it; say an m up to 128, or take more',
    ],
    [
      'a group larger than the sample',
      'measures: {a: {samples: 7}}',
      's.yaml:1:25: measures.a.samples: 7 of 2000 training examples of mnist make no group of m = 8, as measures.a has it; say an m up to 7, or take more',
    ],
    [
      'fewer training examples than a default group has',
      'base: {dataset: {trainCount: 4}}',
      's.yaml:1:30: dataset.trainCount: 4 of 4 training examples of mnist make no group of m = 8, as measures.measures has it; say an m up to 4, or take more',
    ],
    [
      'a group larger than a whole dataset',
      'grid: {dataset.name: [mnist, kmnist]}\nmeasures: {a: {samples: all, m: 601}}',
      's.yaml:2:33: measures.a.m: 600 of 600 training examples of kmnist make no group of m = 601, as measures.a has it; say an m up to 600, or take more',
    ],
  ])('are there: not %s', (_name, text, line) => {
    expect(checked(text)).toBe(line);
  });

  it('may be all there are, and a sample more', () => {
    const text = `base: {dataset: {trainCount: 600, testCount: 100}}
grid: {dataset.name: [mnist, kmnist]}
measures: {a: {m: [600, 1], samples: 100000}}`;
    expect(checked(text)).toBe('no error');
  });
});

describe('the datasets of a study', () => {
  it('are counted, each once', async () => {
    const study = read('base: {dataset: {name: mnist, trainCount: 5}}\nseeds: [0, 1]');
    expect([...(await exampleCounts(study, dataDirectory))]).toEqual([
      ['mnist', { train: 2000, test: 2000 }],
    ]);
  });

  it('that cannot be read are named with their place', async () => {
    const study = read('base: {dataset: {name: mnist}}\ngrid:\n  dataset.name: [mnist,\n    kmnist]');
    const line = await exampleCounts(study, dataDirectory).catch(({ message }) => message);
    expect(line).toMatch(/s\.yaml:4:5: dataset\.name: .*kmnist: no such folder; run: measure data kmnist/);
    const own = read('base: {dataset: {name: nothing}}');
    await expect(inputsOf(own, dataDirectory)).rejects.toThrow(
      /s\.yaml:1:24: dataset\.name: dataset "nothing" cannot be read/,
    );
  });
});
