import { expect, test } from 'vitest';
import { type Augmentation, type AugmentOptions, augment, type MemorySplit } from '../../src/data/index.ts';

type Shape = readonly [height: number, width: number, channels: number];

/** Copies of one image in which every number is another and none is 0. */
function copies(count: number, [height, width, channels]: Shape): MemorySplit {
  const size = height * width * channels;
  const images = Uint8Array.from({ length: count * size }, (_, k) => (k % size) + 1);
  return { kind: 'memory', images, labels: Uint8Array.from({ length: count }, (_, k) => k % 10), count };
}

function everyIndex({ count }: MemorySplit): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

function options(more: Partial<AugmentOptions> = {}): AugmentOptions {
  return { kind: 'crop-flip', seed: 0, pass: 0, ...more };
}

/** The image framed by 4, the window at (top, left) cut out of the frame, and mirrored, as torchvision says. */
function cropOf(
  image: Uint8Array,
  [height, width, channels]: Shape,
  top: number,
  left: number,
  flip: boolean,
) {
  const frame = Array.from({ length: height + 8 }, (_, y) =>
    Array.from({ length: width + 8 }, (_, x) => {
      const inside = y >= 4 && y < height + 4 && x >= 4 && x < width + 4;
      const at = ((y - 4) * width + x - 4) * channels;
      return inside ? [...image.subarray(at, at + channels)] : Array<number>(channels).fill(0);
    }),
  );
  const window = frame.slice(top, top + height).map((row) => row.slice(left, left + width));
  return (flip ? window.map((row) => row.reverse()) : window).flat(2);
}

/** Which of the 162 crops an augmented image is, as its text. */
function nameCrops(image: Uint8Array, shape: Shape): Map<string, string> {
  const named = new Map<string, string>();
  for (let top = 0; top <= 8; top++)
    for (let left = 0; left <= 8; left++)
      for (const flip of [false, true])
        named.set(cropOf(image, shape, top, left, flip).join(), `${top} ${left} ${flip}`);
  return named;
}

const shape: Shape = [6, 5, 3];
const many = copies(8100, shape);

async function cropsOf(kind: Augmentation): Promise<string[]> {
  const { images } = await augment({ shape }, many, everyIndex(many), options({ kind }));
  const names = nameCrops(many.images.subarray(0, 90), shape);
  expect(names.size).toBe(162);
  return everyIndex(many).map((k) => names.get(images.subarray(k * 90, (k + 1) * 90).join()) ?? 'no crop');
}

/** Pearson's chi-squared of equally likely outcomes. */
function chiSquared(outcomes: readonly string[], kinds: number): number {
  const counts = new Map<string, number>();
  for (const one of outcomes) counts.set(one, (counts.get(one) ?? 0) + 1);
  const expected = outcomes.length / kinds;
  const missing = kinds - counts.size;
  return [...counts.values(), ...Array<number>(missing).fill(0)].reduce(
    (sum, count) => sum + (count - expected) ** 2 / expected,
    0,
  );
}

test('every crop is one of 81, all equally likely', async () => {
  const crops = await cropsOf('crop');
  expect(crops.filter((crop) => !crop.endsWith('false'))).toEqual([]);
  // 80 degrees of freedom: below 140 but for 4 of 100,000 seeds
  expect(chiSquared(crops, 81)).toBeLessThan(140);
});

test('crop-flip makes the same crops, and mirrors half of them', async () => {
  const flipped = await cropsOf('crop-flip');
  const withoutFlip = (crop: string): string => crop.replace(/ \w+$/, '');
  expect(flipped.map(withoutFlip)).toEqual((await cropsOf('crop')).map(withoutFlip));
  expect(flipped).not.toContain('no crop');
  // 161 degrees of freedom
  expect(chiSquared(flipped, 162)).toBeLessThan(245);
});

test('a small picture moves as it is drawn here', async () => {
  const split = copies(3, [4, 4, 1]);
  const { images, labels, count } = await augment({ shape: [4, 4, 1] }, split, [2, 0], options({ seed: 17 }));
  expect({ count, labels: [...labels] }).toEqual({ count: 2, labels: [2, 0] });
  const picture = (k: number): number[][] =>
    [0, 4, 8, 12].map((row) => [...images.subarray(16 * k + row, 16 * k + row + 4)]);
  // both are mirrored: rows 1 down, columns 3 left; row 1 up, columns 1 left
  expect(picture(0)).toEqual([
    [5, 0, 0, 0],
    [9, 0, 0, 0],
    [13, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect(picture(1)).toEqual([
    [0, 0, 0, 0],
    [3, 2, 1, 0],
    [7, 6, 5, 0],
    [11, 10, 9, 0],
  ]);
});

test('an example gets the same crop in any order, group and call; another seed or pass gives another', async () => {
  const split = copies(40, shape);
  const all = await augment({ shape }, split, everyIndex(split), options());
  const image = ({ images }: MemorySplit, k: number): string => images.subarray(90 * k, 90 * (k + 1)).join();
  const some = await augment({ shape }, split, [17, 3, 39, 3], options());
  expect([0, 1, 2, 3].map((k) => image(some, k))).toEqual([17, 3, 39, 3].map((k) => image(all, k)));
  for (const other of [options({ seed: 1 }), options({ pass: 1 })]) {
    const changed = await augment({ shape }, split, everyIndex(split), other);
    const same = everyIndex(split).filter((k) => image(changed, k) === image(all, k));
    expect(same.length).toBeLessThan(5);
  }
});

test('leaves the split as it is, and knows its bounds', async () => {
  const split = copies(2, shape);
  const before = split.images.slice();
  await augment({ shape }, split, [0, 1], options());
  expect(split.images).toEqual(before);
  expect((await augment({ shape }, split, [], options())).count).toBe(0);
  await expect(augment({ shape }, split, [2], options())).rejects.toThrow(/example 2 of 2/);
});
