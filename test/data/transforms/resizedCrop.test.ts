import { expect, test } from 'vitest';
import { drawBox, resizedCrop } from '../../../src/data/transforms/resizedCrop.ts';
import { randomStream } from '../../../src/random/stream.ts';
import { bytesOf, golden, imageNamed } from './goldenAugmentation.ts';

test.each(golden.resizedCrops)('$box at size $size is torchvision’s to the bit', (expected) => {
  const [height, width] = expected.size;
  const { shape, data } = resizedCrop(imageNamed('smooth'), expected.box, [height, width, 3]);
  expect(shape).toEqual([height, width, 3]);
  expect(data).toEqual(bytesOf(expected));
});

const boxes = Array.from({ length: 4000 }, (_, k) => drawBox([300, 300, 3], randomStream(k, 'box')));

test('boxes lie in the image, with the areas and ratios that were asked for', () => {
  for (const { top, left, height, width } of boxes) {
    expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
    expect(top + height).toBeLessThanOrEqual(300);
    expect(left + width).toBeLessThanOrEqual(300);
    const share = (height * width) / 90_000;
    expect(share).toBeGreaterThan(0.079);
    expect(share).toBeLessThanOrEqual(1);
    expect(width / height).toBeGreaterThan(0.74);
    expect(width / height).toBeLessThan(1.35);
  }
});

test('boxes are spread as torchvision spreads them', () => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  // Small ones always fit, so their areas are uniform; ratios are as likely as their inverses.
  const small = boxes.map(({ height, width }) => (height * width) / 90_000).filter((share) => share < 0.5);
  expect(mean(small)).toBeCloseTo(0.29, 1);
  expect(small.filter((share) => share < 0.29).length / small.length).toBeCloseTo(0.5, 1);
  expect(mean(boxes.map(({ height, width }) => Math.log(width / height)))).toBeCloseTo(0, 1);
  const places = boxes.filter(({ height }) => height < 290).map(({ top, height }) => top / (300 - height));
  expect(mean(places)).toBeCloseTo(0.5, 1);
});

test('where no box fits, it is the largest allowed one in the middle', () => {
  const stream = randomStream(0, 'box');
  expect(drawBox([4, 400, 3], stream)).toEqual({ top: 0, left: 197, height: 4, width: 5 });
  expect(drawBox([400, 4, 3], stream)).toEqual({ top: 197, left: 0, height: 5, width: 4 });
  const tiny = Array.from({ length: 200 }, (_, k) => drawBox([1, 1, 1], randomStream(k, 'box')));
  expect(new Set(tiny.map((box) => JSON.stringify(box)))).toEqual(
    new Set([JSON.stringify({ top: 0, left: 0, height: 1, width: 1 })]),
  );
});
