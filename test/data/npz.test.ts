import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDataset, readDataset } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { inMemory } from '../support/inMemory.ts';
import { fixtures, temporaryFolder } from './idxFiles.ts';
import { npyBytes, npzBytes } from './npzFiles.ts';

const temporary = temporaryFolder();
const numpy = join(fixtures, 'npz');

function dataWith(path: string, content: Uint8Array): string {
  const data = mkdtempSync(join(temporary.path, 'data-'));
  mkdirSync(join(data, path, '..'), { recursive: true });
  writeFileSync(join(data, path), content);
  return data;
}

const read = async (dataDirectory: string, name: string) =>
  inMemory(await readDataset({ dataDirectory, name }));

describe("NumPy's own files", () => {
  test('stored, with the names of Keras', async () => {
    const dataset = await read(numpy, 'stored');
    expect(dataset).toMatchObject({ name: 'stored', shape: [4, 3, 1], classes: 4 });
    expect([...dataset.train.images]).toEqual(Array.from({ length: 60 }, (_, k) => k));
    expect([...dataset.train.labels]).toEqual([0, 2, 1, 2, 0]);
    expect([...dataset.test.images.subarray(0, 3)]).toEqual([12, 13, 14]);
    expect([...dataset.test.labels]).toEqual([1, 3]);
    expect(dataset.mean[0]).toBeCloseTo(29.5 / 255, 12);
    expect(dataset.std[0]).toBeCloseTo(Math.sqrt((60 ** 2 - 1) / 12) / 255, 12);
  });

  test('deflated, in color, with the names of MedMNIST', async () => {
    const dataset = await read(numpy, 'deflated');
    expect(dataset).toMatchObject({ shape: [6, 5, 3], classes: 3 });
    expect([...dataset.train.images.subarray(88, 93)]).toEqual([88, 89, 90, 91, 92]);
    expect([[...dataset.train.labels], [...dataset.test.labels]]).toEqual([
      [1, 0, 2],
      [2, 0],
    ]);
    expect(dataset.mean).toHaveLength(3);
    expect(await describeDataset({ dataDirectory: numpy, name: 'deflated' })).toEqual({
      shape: [6, 5, 3],
      classes: 3,
    });
  });

  test.each(['mine.npz', 'mine/mine.npz', 'mine/other.npz'])('found at %s', async (path) => {
    const data = dataWith(path, readFileSync(join(numpy, 'stored.npz')));
    expect((await read(data, 'mine')).train.count).toBe(5);
  });

  test('a folder with two of them names none', async () => {
    const data = dataWith('mine/a.npz', readFileSync(join(numpy, 'stored.npz')));
    cpSync(join(data, 'mine/a.npz'), join(data, 'mine/b.npz'));
    await expect(read(data, 'mine')).rejects.toThrow(/mine: no files of a dataset in it; .*or one \.npz/);
  });
});

test('a dataset that is known by its name keeps its normalization, and must fit', async () => {
  const image = new Uint8Array(28 * 28);
  const arrays = (label: number) => ({
    x_train: npyBytes('|u1', [1, 28, 28], image),
    y_train: npyBytes('|u1', [1], Uint8Array.of(label)),
    x_test: npyBytes('|u1', [1, 28, 28], image),
    y_test: npyBytes('|u1', [1], Uint8Array.of(0)),
  });
  const dataset = await read(dataWith('mnist.npz', npzBytes(arrays(2))), 'mnist');
  expect(dataset).toMatchObject({ classes: 10, mean: [0.1307], std: [0.3081] });
  await expect(read(dataWith('mnist.npz', npzBytes(arrays(10))), 'mnist')).rejects.toThrow(
    /label 10; labels are 0 to 9/,
  );
  const small = readFileSync(join(numpy, 'stored.npz'));
  await expect(read(dataWith('mnist.npz', small), 'mnist')).rejects.toThrow(
    /images of 4x3x1; 28x28x1 are expected/,
  );
});

test('more classes than a byte tells apart, of any whole number type', async () => {
  for (const [dtype, labels] of [
    ['<i8', new BigInt64Array([700n, 3n])],
    ['<u2', new Uint16Array([700, 3])],
    ['>i4', new Uint8Array([0, 0, 2, 188, 0, 0, 0, 3])],
  ] as const) {
    const bytes = new Uint8Array(labels.buffer);
    const arrays = {
      x_train: npyBytes('|u1', [2, 1, 1], Uint8Array.of(5, 5)),
      y_train: npyBytes(dtype, [2], bytes),
      x_test: npyBytes('|u1', [2, 1, 1], Uint8Array.of(5, 5)),
      y_test: npyBytes(dtype, [2], bytes),
    };
    const dataset = await read(dataWith('mine.npz', npzBytes(arrays)), 'mine');
    expect(dataset.classes).toBe(701);
    expect(dataset.train.labels).toEqual(Uint16Array.of(700, 3));
    // all pixels are the same: nothing to divide by
    expect(dataset.std).toEqual([1]);
  }
});

const good = {
  x_train: npyBytes('|u1', [2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
  y_train: npyBytes('|u1', [2], Uint8Array.of(0, 1)),
  x_test: npyBytes('|u1', [1, 2, 2], Uint8Array.of(1, 2, 3, 4)),
  y_test: npyBytes('|u1', [1], Uint8Array.of(1)),
};

describe('what is not such a file is one line that names it', () => {
  const { y_test: _, ...withoutLabels } = good;
  test.each([
    ['no archive', Buffer.from('hello'), /not a ZIP archive/],
    ['nothing', Buffer.alloc(0), /not a ZIP archive/],
    ['other arrays', npzBytes({ images: good.x_train }), /neither x_train, y_train/],
    ['an array missing', npzBytes(withoutLabels), /y_test is missing/],
    [
      'floats',
      npzBytes({ ...good, x_train: npyBytes('<f4', [2, 2, 2], new Uint8Array(32)) }),
      /type <f4; pixels of type uint8/,
    ],
    [
      'float labels',
      npzBytes({ ...good, y_train: npyBytes('<f8', [2], new Uint8Array(16)) }),
      /labels of type <f8/,
    ],
    [
      'objects',
      npzBytes({ ...good, y_train: npyBytes('|O', [2], new Uint8Array(16)) }),
      /does not name a number type/,
    ],
    [
      'Fortran order',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2, 2, 2], new Uint8Array(8), 'True') }),
      /Fortran order/,
    ],
    [
      'flat images',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2, 4], new Uint8Array(8)) }),
      /shape 2x4; images x height/,
    ],
    [
      'channels first',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2, 1, 2, 5], new Uint8Array(20)) }),
      /at most 4 channels/,
    ],
    [
      'several labels each',
      npzBytes({ ...good, y_train: npyBytes('|u1', [2, 2], new Uint8Array(4)) }),
      /one label an example/,
    ],
    [
      'too few labels',
      npzBytes({ ...good, y_train: npyBytes('|u1', [1], new Uint8Array(1)) }),
      /1 labels for 2 images/,
    ],
    [
      'a label below 0',
      npzBytes({ ...good, y_train: npyBytes('|i1', [2], Uint8Array.of(0, 255)) }),
      /label -1 at 1/,
    ],
    [
      'a huge label',
      npzBytes({
        ...good,
        y_train: npyBytes('<i8', [2], new Uint8Array(new BigInt64Array([0n, 2n ** 40n]).buffer)),
      }),
      /label 1099511627776 at 1/,
    ],
    [
      'other test images',
      npzBytes({ ...good, x_test: npyBytes('|u1', [1, 4, 1], new Uint8Array(4)) }),
      /another size than the training/,
    ],
    [
      'a lying shape',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2 ** 20, 2 ** 20, 2], new Uint8Array(8)) }),
      /136 bytes, but a/,
    ],
    [
      'an impossible shape',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2 ** 31, 2 ** 31, 2], new Uint8Array(8)) }),
      /impossible shape/,
    ],
    [
      'too little data',
      npzBytes({ ...good, x_train: npyBytes('|u1', [2, 2, 2], new Uint8Array(7)) }),
      /135 bytes, but a/,
    ],
  ])('%s', async (_name, bytes, message) => {
    const data = dataWith('mine.npz', bytes);
    const reading = readDataset({ dataDirectory: data, name: 'mine' });
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(join(data, 'mine.npz'));
  });

  test('a bomb is not unpacked', async () => {
    const shape = [2 ** 17, 32, 32];
    const bomb = npzBytes({
      ...good,
      x_train: npyBytes('|u1', shape, new Uint8Array(2 ** 27)),
      y_train: npyBytes('|u1', [2 ** 17], new Uint8Array(2 ** 17)),
      x_test: npyBytes('|u1', [1, 32, 32], new Uint8Array(1024)),
    });
    const data = dataWith('mine.npz', bomb);
    const before = process.memoryUsage().arrayBuffers;
    // what is read would be too long to print
    await expect(read(data, 'mine').then(() => 'read')).rejects.toThrow(
      /would unpack to 134217856 bytes from \d+, which is not read/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
  });

  test('flipped bits, cut off or continued', async () => {
    const files = ['stored.npz', 'deflated.npz'].map((name) => readFileSync(join(numpy, name)));
    const data = dataWith('mine.npz', files[0]!);
    const flips = fc.array(fc.tuple(fc.nat(2500), fc.nat(7)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        flips,
        fc.oneof(fc.constant(1e6), fc.nat(2500)),
        fc.uint8Array({ maxLength: 4 }),
        async (file, flip, length, tail) => {
          const bytes = Buffer.concat([file.subarray(0, length), tail]);
          for (const [byte, bit] of flip) if (byte < bytes.length) bytes[byte]! ^= 1 << bit;
          writeFileSync(join(data, 'mine.npz'), bytes);
          try {
            const { train, shape } = await read(data, 'mine');
            expect(train.images.length).toBe(train.count * shape[0] * shape[1] * shape[2]);
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
            expect((error as Error).message).toMatch(/mine\.npz: [^\n\r]*$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
