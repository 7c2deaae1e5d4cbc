import { expect, test } from 'vitest';
import { type Dataset, labelsOf, type MemorySplit, pixels, readDataset } from '../../src/data/index.ts';
import { inMemory } from '../support/inMemory.ts';
import { fixtures } from './idxFiles.ts';

const mnist = inMemory(await readDataset({ dataDirectory: fixtures, name: 'mnist' }));

test('MNIST is normalized in double precision and rounded once', () => {
  const batch = pixels(mnist, mnist.train, [3, 0]);
  expect(batch.length).toBe(2 * 784);
  for (let i = 0; i < 784; i++) {
    expect(batch[784 + i]).toBe(Math.fround((mnist.train.images[i]! / 255 - 0.1307) / 0.3081));
    expect(batch[i]).toBe(Math.fround((mnist.train.images[3 * 784 + i]! / 255 - 0.1307) / 0.3081));
  }
});

test('the slice has about the mean and deviation that it is normalized by', () => {
  const all = pixels(
    mnist,
    mnist.train,
    Uint32Array.from({ length: 2000 }, (_, i) => i),
  );
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(Math.sqrt(all.reduce((a, b) => a + b * b, 0) / all.length - mean ** 2)).toBeCloseTo(1, 1);
});

test('every channel has its own mean and deviation', () => {
  const images = Uint8Array.of(0, 255, 51, 102, 0, 255);
  const split: MemorySplit = { kind: 'memory', images, labels: Uint8Array.of(1), count: 1 };
  const color: Dataset = {
    name: 'two pixels',
    shape: [1, 2, 3],
    classes: 2,
    mean: [0, 0.5, 0.2],
    std: [1, 0.5, 0.1],
    train: split,
    test: split,
  };
  expect([...pixels(color, split, [0])]).toEqual([0, 1, 0, 0.4, -1, 8].map(Math.fround));
});

test('labels come in the order of the indices, repeats too', () => {
  expect([...labelsOf(mnist.train, [1, 0, 0, 4])]).toEqual([0, 5, 5, 9]);
  expect(labelsOf(mnist.test, Uint32Array.of(0))).toEqual(Int32Array.of(7));
});

test.each([2000, -1, 0.5, Number.NaN])('example %f does not exist', (index) => {
  expect(() => pixels(mnist, mnist.train, [index])).toThrow(RangeError);
  expect(() => labelsOf(mnist.train, [index])).toThrow(RangeError);
});
