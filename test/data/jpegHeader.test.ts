import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { isJpeg, jpegComponents } from '../../src/data/jpegHeader.ts';
import { fixtures } from './idxFiles.ts';

const bytesOf = (name: string): Buffer => readFileSync(join(fixtures, 'images', name));

test.each([
  ['rgb.jpg', 3],
  ['progressive.jpg', 3],
  ['profile.jpg', 3],
  ['turned.jpg', 3],
  ['gray.jpg', 1],
  ['cmyk.jpg', 4],
])('%s has %i components, as libvips says', async (name, components) => {
  const bytes = bytesOf(name);
  expect(isJpeg(bytes)).toBe(true);
  expect(jpegComponents(bytes)).toBe(components);
  expect((await sharp(bytes).metadata()).channels).toBe(components);
});

test('a PNG file is no JPEG', () => {
  expect(isJpeg(bytesOf('palette.png'))).toBe(false);
});

test('what a segment holds is no frame; bytes between segments and fill bytes are passed over', async () => {
  const bytes = bytesOf('cmyk.jpg');
  const thumbnail = [0xff, 0xe1, 0, 14, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 3, 1, 1];
  const between = [7, 7, 0xff, 0xff];
  const changed = Buffer.concat([
    bytes.subarray(0, 2),
    Buffer.from([...thumbnail, ...between]),
    bytes.subarray(3),
  ]);
  expect(jpegComponents(changed)).toBe(4);
  expect((await sharp(changed).metadata()).channels).toBe(4);
});

test('no frame is found in what has none', () => {
  const bytes = bytesOf('rgb.jpg');
  expect(jpegComponents(bytes.subarray(0, 20))).toBeNull();
  expect(jpegComponents(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull();
  expect(
    jpegComponents(Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 3)),
  ).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (rest) => {
      const components = jpegComponents(Uint8Array.of(0xff, 0xd8, 0xff, ...rest));
      expect(components === null || rest.includes(components)).toBe(true);
    }),
  );
});
