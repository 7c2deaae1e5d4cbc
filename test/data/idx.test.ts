import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readIdx } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { fixtures, idxBytes, temporaryFolder } from './idxFiles.ts';

const folder = temporaryFolder();

function write(bytes: Uint8Array, name = 'file-idx'): string {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
}

function checkOneLine(bytes: Uint8Array): void {
  const path = write(bytes);
  try {
    const { shape, data } = readIdx(path);
    expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(new RegExp(`^${path}: [^\n\r]*$`));
  }
}

test('what is written is read, plain or compressed, whatever the name says', () => {
  const array = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: length, maxLength: length }));
  });
  fc.assert(
    fc.property(array, fc.boolean(), fc.constantFrom('a', 'a.gz'), ([shape, data], compressed, name) => {
      const bytes = idxBytes(shape, data);
      const read = readIdx(write(compressed ? gzipSync(bytes) : bytes, name));
      expect(read.shape).toEqual(shape);
      expect(Uint8Array.from(read.data)).toEqual(data);
    }),
  );
});

test('the committed slice is MNIST', () => {
  const images = readIdx(join(fixtures, 'mnist/train-images-idx3-ubyte.gz'));
  expect(images.shape).toEqual([2000, 28, 28]);
  expect([...images.data.subarray(152, 156)]).toEqual([3, 18, 18, 18]);
  const labels = readIdx(join(fixtures, 'mnist/train-labels-idx1-ubyte.gz'));
  expect([...labels.data.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
});

test.each([
  ['an empty file', Buffer.alloc(0), /not an IDX file/],
  ['another file', Buffer.from('\x89PNG'), /not an IDX file/],
  ['signed bytes', idxBytes([1], [1], 9), /type 0x09; only 0x08/],
  ['rank 0', idxBytes([], [1]), /rank 0/],
  ['rank 200', Buffer.from([0, 0, 8, 200]), /rank 200/],
  ['a header that is cut off', idxBytes([1, 2], []).subarray(0, 10), /ends inside its IDX header/],
  ['too little data', idxBytes([2, 2], [1, 2, 3]), /15 bytes, but an IDX file of 2x2 has 16/],
  ['too much data', idxBytes([2], [1, 2, 3]), /11 bytes, but an IDX file of 2 has 10/],
  ['an impossible shape', idxBytes([2 ** 31, 2 ** 31, 2 ** 31], []), /impossible IDX shape/],
  ['a shape that the file cannot hold', idxBytes([2 ** 31, 2 ** 20], []), /12 bytes, but/],
  [
    'too little data, compressed',
    gzipSync(idxBytes([2, 2], [1, 2, 3])),
    /15 bytes, but an IDX file of 2x2 has 16/,
  ],
  ['too much data, compressed', gzipSync(idxBytes([2], [1, 2, 3])), /more than its IDX header says/],
  [
    'a shape that it cannot unpack to',
    gzipSync(idxBytes([2 ** 31, 2 ** 20], [])),
    /more than \d+ can unpack to/,
  ],
  ['gzip that is cut off', gzipSync(idxBytes([4], [1, 2, 3, 4])).subarray(0, -6), /damaged gzip/],
  ['gzip of nothing', Buffer.from([0x1f, 0x8b]), /not an IDX file|damaged gzip/],
])('%s is refused in one line', (_name, bytes, message) => {
  const path = write(bytes);
  expect(() => readIdx(path)).toThrow(UserError);
  expect(() => readIdx(path)).toThrow(message);
  expect(() => readIdx(path)).toThrow(path);
});

test('a gzip bomb is unpacked no further than its header says', () => {
  const bomb = gzipSync(Buffer.concat([idxBytes([10], []), Buffer.alloc(2 ** 27)]), { level: 1 });
  const path = write(bomb);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => readIdx(path)).toThrow(/more than its IDX header says/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
});

test('a missing file and a folder are refused in one line', () => {
  expect(() => readIdx(join(folder.path, 'missing'))).toThrow(UserError);
  expect(() => readIdx(folder.path)).toThrow(/not a regular file/);
});

test('real files with flipped bits, cut off or continued', () => {
  const packed = readFileSync(join(fixtures, 'mnist/t10k-labels-idx1-ubyte.gz'));
  const plain = gunzipSync(packed).subarray(0, 500);
  const real = fc.constantFrom(packed, plain, gzipSync(plain), idxBytes([3, 2, 2], Array(12).fill(7)));
  const flips = fc.array(fc.tuple(fc.oneof(fc.nat(20), fc.nat(1000)), fc.nat(7)), { maxLength: 4 });
  fc.assert(
    fc.property(
      real,
      flips,
      fc.oneof(fc.constant(1e6), fc.nat(1000)),
      fc.uint8Array({ maxLength: 4 }),
      (file, flip, length, tail) => {
        const bytes = Buffer.concat([file.subarray(0, length), tail]);
        for (const [byte, bit] of flip) if (byte < bytes.length) bytes[byte]! ^= 1 << bit;
        checkOneLine(bytes);
      },
    ),
    { numRuns: 500 },
  );
});

test('any bytes, also behind a plausible start', () => {
  const start = fc.constantFrom([], [0, 0, 8], [0, 0, 8, 3], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0]);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 60 }), (head, bytes) =>
      checkOneLine(Uint8Array.of(...head, ...bytes)),
    ),
    { numRuns: 500 },
  );
});
