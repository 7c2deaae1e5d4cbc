import { expect, test } from 'vitest';
import { cutout, drawCenter } from '../../../src/data/transforms/cutout.ts';
import { randomStream } from '../../../src/random/stream.ts';

/** Rows of a gray image of ones after Cutout, as text. */
function picture(height: number, width: number, side: number, y: number, x: number): string[] {
  const image = new Float32Array(height * width).fill(1);
  cutout(image, [height, width, 1], side, { y, x });
  return Array.from({ length: height }, (_, row) => image.subarray(row * width, (row + 1) * width).join(''));
}

test('a square is blanked around its center', () => {
  expect(picture(5, 6, 3, 2, 3)).toEqual(['111111', '110001', '110001', '110001', '111111']);
  expect(picture(5, 6, 2, 2, 3)).toEqual(['111111', '110011', '110011', '111111', '111111']);
});

test('it is clipped at the borders', () => {
  expect(picture(4, 5, 4, 0, 4)).toEqual(['11000', '11000', '11111', '11111']);
  expect(picture(4, 5, 4, 3, 0)).toEqual(['11111', '00111', '00111', '00111']);
  expect(picture(2, 2, 50, 1, 0)).toEqual(['00', '00']);
});

test('all channels of a pixel are blanked, and nothing beside it', () => {
  const image = new Float32Array(27).fill(1);
  cutout(image, [3, 3, 3], 1, { y: 1, x: 1 });
  expect([...image].flatMap((value, k) => (value === 0 ? [k] : []))).toEqual([12, 13, 14]);
});

test('every pixel is the center equally often', () => {
  const counts = new Uint32Array(12);
  for (let k = 0; k < 6000; k++) {
    const { y, x } = drawCenter([3, 4, 1], randomStream(k, 'center'));
    counts[y * 4 + x]! += 1;
  }
  // 11 degrees of freedom: below 40 but for 4 of 100,000 seeds
  expect(counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0)).toBeLessThan(40);
});
