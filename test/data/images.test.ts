import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluationView } from '../../src/data/evaluationView.ts';
import { decodeImage, type RawImage, resizeImage } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { fixtures, temporaryFolder } from './idxFiles.ts';

interface GoldenPixels {
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly middle: readonly number[];
}

type Golden = Readonly<{
  decoded: Record<string, GoldenPixels>;
  resized: Record<string, readonly (GoldenPixels & { readonly size: [number, number] })[]>;
  views: Record<string, readonly (GoldenPixels & { readonly size: number })[]>;
}>;

const folder = join(fixtures, 'images');
const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
const temporary = temporaryFolder();

function pixelsOf({ shape, data }: RawImage): GoldenPixels {
  const [height, width] = shape;
  const middle = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 3;
  return {
    shape: [...shape],
    sha256: createHash('sha256').update(data).digest('hex'),
    middle: [...data.subarray(middle, middle + 3)],
  };
}

describe("as Pillow's, to the bit", () => {
  test.each(Object.entries(golden.decoded))('%s is decoded', async (name, expected) => {
    expect(pixelsOf(await decodeImage(join(folder, name)))).toEqual(expected);
  });

  test.each(Object.entries(golden.resized))('%s is resized', async (name, sizes) => {
    const image = await decodeImage(join(folder, name));
    for (const { size, ...expected } of sizes) expect(pixelsOf(resizeImage(image, size))).toEqual(expected);
  });

  test.each(Object.entries(golden.views))(
    'the middle of %s is taken as in evaluation',
    async (name, sizes) => {
      const image = await decodeImage(join(folder, name));
      for (const { size, ...expected } of sizes) {
        expect(pixelsOf(evaluationView(image, [size, size, 3]))).toEqual(expected);
      }
    },
  );
});

test('an image of the size that is asked for is taken as it is, but at 224 x 224 resized as others are', () => {
  const image = (size: number): RawImage => ({
    shape: [size, size, 3],
    data: Uint8Array.from({ length: size * size * 3 }, (_, k) => (k * 7919) % 251),
  });
  expect(evaluationView(image(32), [32, 32, 3])).toEqual(image(32));
  expect(evaluationView(image(224), [224, 224, 3]).data).not.toEqual(image(224).data);
});

test.each([
  [1, 300_000],
  [300_000, 1],
])('an image of %i x %i is not blown up to see its middle', (height, width) => {
  const image: RawImage = { shape: [height, width, 3], data: new Uint8Array(height * width * 3).fill(9) };
  const before = process.memoryUsage().arrayBuffers;
  const view = evaluationView(image, [224, 224, 3]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  expect(view.data.every((value) => value === 9)).toBe(true);
});

test('a uniform image stays uniform, whatever its size and channels', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(255),
      (h, w, toH, toW, c, value) => {
        const image: RawImage = { shape: [h, w, c], data: new Uint8Array(h * w * c).fill(value) };
        const resized = resizeImage(image, [toH, toW]);
        expect(resized.shape).toEqual([toH, toW, c]);
        expect(resized.data).toEqual(new Uint8Array(toH * toW * c).fill(value));
      },
    ),
    { numRuns: 50 },
  );
});

test('channels are resized each for itself', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      fc.integer({ min: 2, max: 4 }),
      fc.nat(),
      (h, w, toH, toW, c, salt) => {
        const data = Uint8Array.from({ length: h * w * c }, (_, k) => ((k + salt) * 7919) >> 3);
        const channelOf = (all: Uint8Array, channel: number): Uint8Array =>
          all.filter((_, k) => k % c === channel);
        const resized = resizeImage({ shape: [h, w, c], data }, [toH, toW]);
        for (let channel = 0; channel < c; channel++) {
          const alone = resizeImage({ shape: [h, w, 1], data: channelOf(data, channel) }, [toH, toW]);
          expect(channelOf(resized.data, channel)).toEqual(alone.data);
        }
      },
    ),
    { numRuns: 50 },
  );
});

describe('what cannot be decoded is one line that names the file', () => {
  const rgb = readFileSync(join(folder, 'rgb.jpg'));
  const png = readFileSync(join(folder, 'high.png'));
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  test.each([
    ['empty.jpg', Buffer.alloc(0), /neither a JPEG nor a PNG file/],
    ['text.jpg', Buffer.from('hello'), /neither a JPEG nor a PNG file/],
    [
      'drawing.png',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /neither a JPEG/,
    ],
    ['cut.jpg', rgb.subarray(0, rgb.length >> 1), /cannot be decoded \(.*premature end/],
    ['without-end.jpg', rgb.subarray(0, -2), /cannot be decoded/],
    ['cut.png', png.subarray(0, png.length >> 1), /cannot be decoded/],
    ['start.jpg', rgb.subarray(0, 4), /cannot be decoded/],
    ['lies.png', bomb, /cannot be decoded/],
  ])('%s', async (name, bytes, message) => {
    const path = join(temporary.path, name);
    writeFileSync(path, bytes);
    const error = await decodeImage(path).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toMatch(new RegExp(`^${path}: [^\n]*$`));
  });

  test('a missing file and a folder', async () => {
    mkdirSync(join(temporary.path, 'folder.png'));
    await expect(decodeImage(join(temporary.path, 'folder.png'))).rejects.toThrow(/not a regular file/);
    await expect(decodeImage(join(temporary.path, 'missing.png'))).rejects.toThrow(
      /missing\.png: cannot be read/,
    );
  });
});
