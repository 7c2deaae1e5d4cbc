import { describe, expect, test } from 'vitest';
import type { RawImage } from '../../../src/data/index.ts';
import { autoAugment, drawAutoAugment } from '../../../src/data/transforms/autoAugment.ts';
import { type OperationName, operations } from '../../../src/data/transforms/operations/operations.ts';
import { randomStream } from '../../../src/random/stream.ts';
import { bytesOf, golden, imageNamed } from './goldenAugmentation.ts';

test.each(golden.magnitudes)('magnitudes are those of torchvision at $height x $width', (expected) => {
  const names = Object.keys(expected.table) as OperationName[];
  expect(names).toHaveLength(11);
  for (const name of names) {
    const { magnitude } = operations[name];
    const bins = expected.table[name]!.map((_, bin) => magnitude(bin, [expected.height, expected.width, 3]));
    expect(bins, name).toEqual(expected.table[name]);
  }
});

describe.each(Object.keys(golden.operations))('on the image "%s"', (name) => {
  const image = imageNamed(name);
  test.each(golden.operations[name]!)('$operation, bin $bin, sign $sign gives the bytes of Pillow', (one) => {
    const { magnitude, signed, apply } = operations[one.operation];
    const before = image.data.slice();
    const { shape, data } = apply(image, magnitude(one.bin, image.shape) * (signed ? one.sign : 1));
    expect(shape).toEqual(image.shape);
    expect(data).toEqual(bytesOf(one));
    expect(image.data).toEqual(before);
  });
});

test.each(Object.keys(golden.policies))(
  'all 25 sub-policies give the bytes of torchvision on "%s"',
  (name) => {
    const image = imageNamed(name);
    const draws = golden.policies[name]!;
    expect(draws.map(({ subPolicy }) => subPolicy)).toEqual(Array.from({ length: 25 }, (_, k) => k));
    for (const draw of draws) {
      expect(autoAugment(image, draw).data, `sub-policy ${draw.subPolicy}`).toEqual(bytesOf(draw));
    }
  },
);

test('sub-policies and signs are drawn evenly', () => {
  const draws = Array.from({ length: 10_000 }, (_, k) => drawAutoAugment(randomStream(k, 'policy')));
  const counts = new Uint32Array(25);
  for (const { subPolicy } of draws) counts[subPolicy]! += 1;
  // 24 degrees of freedom: below 60 but for 6 of 100,000 seeds
  expect(counts.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0)).toBeLessThan(60);
  for (const k of [0, 1] as const) {
    expect(draws.filter(({ signs }) => signs[k] === 1).length / 10_000).toBeCloseTo(0.5, 1);
    expect(draws.filter(({ chances }) => chances[k] < 0.3).length / 10_000).toBeCloseTo(0.3, 1);
  }
});

test('images of 2 channels are refused in one line', () => {
  const image: RawImage = { shape: [2, 2, 2], data: new Uint8Array(8) };
  expect(() => autoAugment(image, drawAutoAugment(randomStream(0, 'any')))).toThrow(
    /^AutoAugment takes images of 1 or 3 channels; these have 2$/,
  );
});
