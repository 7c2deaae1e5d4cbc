import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawImage } from '../../../src/data/index.ts';
import { BYTES_BESIDE, keptDataset } from '../../../src/data/loader/keptImages.ts';

function imageOf(bytes: number): RawImage {
  return { shape: [1, bytes, 1], data: Uint8Array.from({ length: bytes }, (_, k) => k) };
}

const taken = (image: RawImage): number => image.data.length + BYTES_BESIDE;

test('what is kept is a copy of what was given, and only of that kind', () => {
  const { view, whole } = keptDataset();
  const image = imageOf(12);
  view.keep('a', image);
  image.data.fill(9);
  expect(view.get('a')).toEqual(imageOf(12));
  expect(view.get('b')).toBeUndefined();
  expect(whole.get('a')).toBeUndefined();
});

test('views and whole images share the budget, and the first ones stay', () => {
  const images = [100, 40, 70, 10].map(imageOf);
  const [first, second, large, small] = images as [RawImage, RawImage, RawImage, RawImage];
  const { view, whole } = keptDataset(taken(first) + taken(second) + taken(small) + 1);
  view.keep('first', first);
  whole.keep('second', second);
  whole.keep('large', large);
  view.keep('small', small);
  view.keep('last', imageOf(0));
  expect([view.get('first'), whole.get('second'), view.get('small')]).toEqual([first, second, small]);
  expect([whole.get('large'), view.get('last')]).toEqual([undefined, undefined]);
});

test('never more than the budget, whatever comes how often', () => {
  const file = fc.nat(9).map(String);
  const offered = fc.array(fc.tuple(fc.boolean(), file, fc.nat(2000)));
  fc.assert(
    fc.property(fc.nat(20_000), offered, (budget, offers) => {
      const kept = keptDataset(budget);
      for (const [isView, name, bytes] of offers) kept[isView ? 'view' : 'whole'].keep(name, imageOf(bytes));
      const found = [...Array(10).keys()].flatMap((name) => [
        kept.view.get(String(name)),
        kept.whole.get(String(name)),
      ]);
      const sum = found.reduce((bytes, image) => bytes + (image ? taken(image) : 0), 0);
      expect(sum).toBeLessThanOrEqual(budget);
    }),
  );
});
