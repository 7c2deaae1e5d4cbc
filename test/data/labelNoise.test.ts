import { describe, expect, test } from 'vitest';
import { type Dataset, type MemorySplit, withLabelNoise } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';

function datasetOf(count: number, classes: number): Dataset {
  const split = (size: number): MemorySplit => ({
    kind: 'memory',
    images: new Uint8Array(size),
    labels: new (classes > 256 ? Uint16Array : Uint8Array)(
      Array.from({ length: size }, (_, k) => (k * 7) % classes),
    ),
    count: size,
  });
  return {
    name: 'small',
    shape: [1, 1, 1],
    classes,
    mean: [0],
    std: [1],
    train: split(count),
    test: split(20),
  };
}

function changedOf(before: Dataset, after: Dataset): number[] {
  return [...before.train.labels.keys()].filter((k) => before.train.labels[k] !== after.train.labels[k]);
}

describe.each([0, 0.2, 0.4, 0.6, 0.8, 1])('at rate %s', (rate) => {
  test.each([
    [1000, 10],
    [333, 2],
    [777, 1000],
  ])('exactly that share of %i examples of %i classes gets another class', (count, classes) => {
    const dataset = datasetOf(count, classes);
    const noisy = withLabelNoise(dataset, rate, 4);
    expect(changedOf(dataset, noisy)).toHaveLength(Math.round(rate * count));
    expect(Math.max(...noisy.train.labels)).toBeLessThan(classes);
    expect(noisy.test).toBe(dataset.test);
    expect(dataset).toEqual(datasetOf(count, classes));
  });
});

test('which examples and which classes are uniform', () => {
  const dataset = datasetOf(20_000, 5);
  const noisy = withLabelNoise(dataset, 0.5, 1);
  const pairs = new Uint32Array(25);
  for (const k of changedOf(dataset, noisy))
    pairs[dataset.train.labels[k]! * 5 + noisy.train.labels[k]!]! += 1;
  const off = [...pairs].filter((_, k) => k % 6 !== 0);
  // 20 pairs of a class and another, 500 each; 19 degrees of freedom: below 52 but for 6 of 100,000 seeds
  expect(off.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0)).toBeLessThan(52);
  const inFirstHalf = changedOf(dataset, noisy).filter((k) => k < 10_000).length;
  expect(Math.abs(inFirstHalf - 5000)).toBeLessThan(200);
});

test('follows from the seed, and a lower rate is part of a higher one', () => {
  const dataset = datasetOf(500, 10);
  const [low, high] = [withLabelNoise(dataset, 0.2, 9), withLabelNoise(dataset, 0.6, 9)];
  expect(withLabelNoise(dataset, 0.2, 9)).toEqual(low);
  expect(withLabelNoise(dataset, 0.2, 10)).not.toEqual(low);
  for (const k of changedOf(dataset, low)) expect(high.train.labels[k]).toBe(low.train.labels[k]);
});

test('a rate that is no share, or a single class, is refused', () => {
  for (const rate of [-0.1, 1.01, 20, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => withLabelNoise(datasetOf(10, 10), rate, 0)).toThrow(UserError);
  }
  expect(() => withLabelNoise(datasetOf(10, 1), 0.2, 0)).toThrow(UserError);
});
