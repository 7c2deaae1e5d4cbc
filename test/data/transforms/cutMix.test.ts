import { expect, test } from 'vitest';
import type { Batch } from '../../../src/data/index.ts';
import { cutMix, drawMix } from '../../../src/data/transforms/cutMix.ts';
import { randomStream } from '../../../src/random/stream.ts';

const shape = [4, 5, 2] as const;

/** Each image is filled with its number, and is the only one of its class. */
function numbered(count: number): Batch {
  const images = Float32Array.from({ length: count * 40 }, (_, k) => Math.floor(k / 40));
  const targets = Float32Array.from({ length: count * count }, (_, k) => (k % (count + 1) === 0 ? 1 : 0));
  return { images, targets, count };
}

test('a box comes from the partner, and targets are mixed by its exact share', () => {
  const before = numbered(3);
  const mix = { partners: Uint32Array.of(2, 0, 1), top: 1, left: 2, bottom: 3, right: 5 };
  const { images, targets, count } = cutMix(before, shape, mix);
  expect(count).toBe(3);
  for (const k of [0, 1, 2]) {
    const partner = mix.partners[k]!;
    const rows = Array.from({ length: 4 }, (_, y) => [
      ...images.subarray(40 * k + 10 * y, 40 * k + 10 * y + 10),
    ]);
    const [own, mixed] = [Array(10).fill(k), [k, k, k, k, ...Array(6).fill(partner)]];
    expect(rows).toEqual([own, mixed, mixed, own]);
    const row = [...targets.subarray(3 * k, 3 * k + 3)];
    expect(row[k]).toBeCloseTo(14 / 20, 6);
    expect(row[partner]).toBeCloseTo(6 / 20, 6);
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  }
  expect(before).toEqual(numbered(3));
});

test('two of one class keep their whole target', () => {
  const same: Batch = { ...numbered(2), targets: Float32Array.of(0, 1, 0, 1) };
  const mix = { partners: Uint32Array.of(1, 0), top: 0, left: 0, bottom: 3, right: 3 };
  expect([...cutMix(same, shape, mix).targets]).toEqual([0, 1, 0, 1]);
});

const draws = [0.2, 1, 5].map((alpha) =>
  Array.from({ length: 3000 }, (_, k) => drawMix(6, [6400, 3200, 3], alpha, randomStream(k, 'mix'))),
);

test('partners are a permutation, and boxes lie in the image', () => {
  for (const { partners, top, left, bottom, right } of draws.flat()) {
    expect([...partners].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Math.min(top, left, bottom - top, right - left)).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(6400);
    expect(right).toBeLessThanOrEqual(3200);
  }
});

test('box sides follow Beta(alpha, alpha)', () => {
  // Of an image of height n, a box of height h = n sqrt(1 - share) around a uniform row shows h - h^2 / 4n rows in
  // the mean: n (E sqrt(share) - 1/8), as share and 1 - share are alike. By scipy.special.beta:
  [0.4619, 0.5417, 0.5733].forEach((expected, k) => {
    const shown = draws[k]!.map(({ top, bottom }) => (bottom - top) / 6400);
    expect(Math.abs(shown.reduce((sum, one) => sum + one, 0) / shown.length - expected)).toBeLessThan(0.015);
  });
});

test('a tiny alpha still gives whole numbers', () => {
  for (let k = 0; k < 300; k++) {
    const { top, left, bottom, right } = drawMix(2, [8, 8, 1], 1e-4, randomStream(k, 'mix'));
    expect([top, left, bottom, right].every(Number.isInteger)).toBe(true);
  }
});
