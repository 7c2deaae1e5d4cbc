import { expect, test } from 'vitest';
import { permutation, type RandomStream, randomStream } from '../../src/random/stream.ts';

const draw = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.uniform());
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

test('a stream follows from its seed and name alone', () => {
  expect(draw(randomStream(7, 'order'), 20)).toEqual(draw(randomStream(7, 'order'), 20));
  // Kept: a change of generator or hash would change every trained checkpoint.
  expect(draw(randomStream(0, 'init/conv1.weight'), 2)).toMatchInlineSnapshot(`
    [
      0.22303369712353704,
      0.9453675047690074,
    ]
  `);
});

test('neighbouring seeds and names start at unrelated places', () => {
  const starts = new Set<number>();
  for (let seed = 0; seed < 500; seed++) {
    for (const name of ['a', 'b', 'ab', 'ba', '']) starts.add(randomStream(seed, name).uniform());
  }
  expect(starts.size).toBe(2500);
  expect(mean([...starts])).toBeCloseTo(0.5, 1);
  expect(randomStream(1, '2').uniform()).not.toBe(randomStream(12, '').uniform());
});

test('streams of neighbouring names are uncorrelated', () => {
  const a = draw(randomStream(3, 'init/layer1.0.conv1.weight'), 20_000);
  const b = draw(randomStream(3, 'init/layer1.0.conv2.weight'), 20_000);
  const covariance = mean(a.map((x, i) => (x - 0.5) * (b[i]! - 0.5)));
  expect(Math.abs(covariance * 12)).toBeLessThan(4 / Math.sqrt(20_000));
});

test('normal numbers have the moments of a standard normal', () => {
  const stream = randomStream(1, 'normal');
  const values = Array.from({ length: 50_000 }, () => stream.normal());
  expect(mean(values)).toBeCloseTo(0, 1);
  expect(mean(values.map((x) => x ** 2))).toBeCloseTo(1, 1);
  expect(mean(values.map((x) => x ** 4))).toBeCloseTo(3, 0);
});

test('integers cover their range evenly', () => {
  const stream = randomStream(1, 'integer');
  const counts = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 60_000; i++) counts[stream.integer(6)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('a permutation holds every index once, and every order is equally likely', () => {
  expect([...permutation(randomStream(5, 'p'), 1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  expect([...permutation(randomStream(5, 'p'), 0)]).toEqual([]);
  const stream = randomStream(5, 'orders');
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = permutation(stream, 3).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
