import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { evaluationView } from '../../src/data/evaluationView.ts';
import {
  batchesInOrder,
  type Dataset,
  decodeImage,
  describeDataset,
  type FileSplit,
  readDataset,
  readExamples,
} from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { fixtures, temporaryFolder } from './idxFiles.ts';

const temporary = temporaryFolder();
const image = (name: string): string => join(fixtures, 'images', name);

function filesOf(split: Dataset['train']): FileSplit {
  if (split.kind !== 'files') throw new Error('in memory');
  return split;
}

/** Copies of images, by their path. */
function dataWith(files: Readonly<Record<string, string>>): string {
  const data = mkdtempSync(join(temporary.path, 'data-'));
  for (const [path, name] of Object.entries(files)) {
    mkdirSync(join(data, path, '..'), { recursive: true });
    cpSync(image(name), join(data, path));
  }
  return data;
}

/** ImageNet as it is unpacked, with two classes. */
const imagenet = (): string =>
  dataWith({
    'imagenet/train/n02085620/n02085620_7.JPEG': 'rgb.jpg',
    'imagenet/train/n02085620/n02085620_10.JPEG': 'cmyk.jpg',
    'imagenet/train/n01440764/n01440764_18.JPEG': 'high.png',
    'imagenet/val/n01440764/ILSVRC2012_val_00000293.JPEG': 'gray.jpg',
    'imagenet/val/n02085620/ILSVRC2012_val_00000001.JPEG': 'turned.jpg',
    'imagenet/val/n02085620/ILSVRC2012_val_00002922.JPEG': 'progressive.jpg',
  });

describe('ImageNet', () => {
  test('classes and files are sorted by name, and listed only', async () => {
    const data = imagenet();
    writeFileSync(join(data, 'imagenet/train/n02085620/notes.txt'), 'no image');
    mkdirSync(join(data, 'imagenet/train/.cache'));
    const dataset = await readDataset({ dataDirectory: data, name: 'imagenet' });
    expect(dataset).toMatchObject({ shape: [224, 224, 3], classes: 2, mean: [0.485, 0.456, 0.406] });
    expect(dataset.std).toEqual([0.229, 0.224, 0.225]);
    expect(filesOf(dataset.train).files).toEqual(
      ['n01440764/n01440764_18', 'n02085620/n02085620_10', 'n02085620/n02085620_7'].map((name) =>
        join(data, 'imagenet/train', `${name}.JPEG`),
      ),
    );
    expect(dataset.train.labels).toEqual(Uint8Array.of(0, 1, 1));
    expect(dataset.test.labels).toEqual(Uint8Array.of(0, 1, 1));
    expect(await describeDataset({ dataDirectory: data, name: 'imagenet' })).toEqual({
      shape: [224, 224, 3],
      classes: 2,
    });
  });

  test('chosen examples are decoded as for evaluation, in their order', async () => {
    const dataset = await readDataset({ dataDirectory: imagenet(), name: 'imagenet' });
    const chosen = await readExamples(dataset, dataset.train, [2, 0, 2]);
    expect(chosen).toMatchObject({ kind: 'memory', count: 3, labels: Uint8Array.of(1, 0, 1) });
    const size = 224 * 224 * 3;
    for (const [k, name] of [
      [0, 'rgb.jpg'],
      [1, 'high.png'],
      [2, 'rgb.jpg'],
    ] as const) {
      const expected = evaluationView(await decodeImage(image(name)), [224, 224, 3]).data;
      expect(Buffer.compare(chosen.images.subarray(k * size, (k + 1) * size), expected)).toBe(0);
    }
    await expect(readExamples(dataset, dataset.train, [3])).rejects.toThrow(/example 3 of 3/);
  });

  test('batches in order are normalized, with one-hot labels; the last is what is left', async () => {
    const dataset = await readDataset({ dataDirectory: imagenet(), name: 'imagenet' });
    const batches = [];
    for await (const batch of batchesInOrder(dataset, dataset.test, 2)) batches.push(batch);
    expect(batches.map(({ count }) => count)).toEqual([2, 1]);
    expect(batches.map(({ targets }) => [...targets])).toEqual([
      [1, 0, 0, 1],
      [0, 1],
    ]);
    const { images } = await readExamples(dataset, dataset.test, [1]);
    expect(batches[0]!.images[224 * 224 * 3 + 4]).toBe(Math.fround((images[4]! / 255 - 0.456) / 0.224));
  });

  test('a count takes examples spread over the classes', async () => {
    const data = dataWith(
      Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) => [
          ...[0, 1, 2, 3].map((k) => [`imagenet/train/${name}/${k}.JPEG`, 'rgb.jpg']),
          [`imagenet/val/${name}/0.JPEG`, 'rgb.jpg'],
        ]),
      ),
    );
    const { train } = await readDataset({ dataDirectory: data, name: 'imagenet', trainCount: 6 });
    expect([...train.labels]).toEqual([0, 0, 1, 1, 2, 2]);
    expect(filesOf(train).files.map((file) => file.slice(-8))).toEqual(
      ['a/0.JPEG', 'a/2.JPEG', 'b/0.JPEG', 'b/2.JPEG', 'c/0.JPEG', 'c/2.JPEG'].map((name) =>
        name.padStart(8, '/'),
      ),
    );
  });

  test.each([
    [
      'no such folder',
      () => mkdtempSync(join(temporary.path, 'x')),
      /imagenet: no such folder; put the class folders into .*train and .*val/,
    ],
    [
      'no test set',
      () => dataWith({ 'imagenet/train/a/1.JPEG': 'rgb.jpg' }),
      /imagenet: no files of a dataset in it/,
    ],
    [
      'a class without images',
      () => {
        const data = imagenet();
        mkdirSync(join(data, 'imagenet/train/empty'));
        return data;
      },
      /train\/empty: holds no JPEG or PNG files/,
    ],
    [
      'a class that the training set lacks',
      () => dataWith({ 'imagenet/train/a/1.JPEG': 'rgb.jpg', 'imagenet/val/b/1.JPEG': 'rgb.jpg' }),
      /val\/b: no class of the training set/,
    ],
  ])('%s is one line', async (_name, make, message) => {
    const reading = readDataset({ dataDirectory: make(), name: 'imagenet' });
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });

  test('links out of the folder are not followed', async () => {
    const elsewhere = imagenet();
    for (const path of ['train/n01440764', 'train/n01440764/n01440764_18.JPEG', 'val']) {
      const data = imagenet();
      rmSync(join(data, 'imagenet', path), { recursive: true });
      symlinkSync(join(elsewhere, 'imagenet', path), join(data, 'imagenet', path));
      await expect(readDataset({ dataDirectory: data, name: 'imagenet' }), path).rejects.toThrow(
        /a link out of its folder/,
      );
    }
  });

  test('a damaged file is named', async () => {
    const data = imagenet();
    const path = join(data, 'imagenet/train/n02085620/n02085620_7.JPEG');
    writeFileSync(path, 'no image');
    const dataset = await readDataset({ dataDirectory: data, name: 'imagenet' });
    await expect(readExamples(dataset, dataset.train, [0, 1, 2])).rejects.toThrow(
      `${path}: neither a JPEG nor a PNG file`,
    );
  });
});

describe('folders of any name', () => {
  async function colored(data: string, path: string, [red, green, blue]: readonly number[]): Promise<void> {
    mkdirSync(join(data, path, '..'), { recursive: true });
    const background = { r: red!, g: green!, b: blue! };
    await sharp({ create: { width: 6, height: 5, channels: 3, background } })
      .png()
      .toFile(join(data, path));
  }

  test('of images of one small size have its shape, and their own mean and deviation', async () => {
    const data = mkdtempSync(join(temporary.path, 'data-'));
    await colored(data, 'shapes/train/cat/1.png', [0, 255, 10]);
    await colored(data, 'shapes/train/dog/deeper/2.png', [51, 255, 30]);
    await colored(data, 'shapes/test/dog/3.png', [1, 2, 3]);
    await colored(data, 'shapes/val/other/3.png', [1, 2, 3]);
    const dataset = await readDataset({ dataDirectory: data, name: 'shapes' });
    expect(dataset).toMatchObject({ shape: [5, 6, 3], classes: 2 });
    expect([...dataset.test.labels]).toEqual([1]);
    [0.1, 1, 20 / 255].forEach((mean, channel) => {
      expect(dataset.mean[channel]).toBeCloseTo(mean, 12);
    });
    expect(dataset.std[0]).toBeCloseTo(0.1, 12);
    expect(dataset.std[1]).toBe(1);
    const { images } = await readExamples(dataset, dataset.test, [0]);
    expect([...images]).toEqual(Array.from({ length: 30 }, () => [1, 2, 3]).flat());
  });

  test('of images of several sizes are taken at 224 x 224', async () => {
    const data = dataWith({
      'mixed/train/a/1.jpg': 'rgb.jpg',
      'mixed/train/b/1.PNG': 'high.png',
      'mixed/val/a/1.jpg': 'rgb.jpg',
    });
    expect(await describeDataset({ dataDirectory: data, name: 'mixed' })).toEqual({
      shape: [224, 224, 3],
      classes: 2,
    });
  });

  test('of a dataset that is known by its name keep its normalization', async () => {
    const classes = Array.from({ length: 10 }, (_, k) => `c${k}`);
    const files = classes.flatMap((name) =>
      ['train', 'test'].map((split) => [`cifar-10/${split}/${name}/1.png`, 'high.png']),
    );
    const dataset = await readDataset({
      dataDirectory: dataWith(Object.fromEntries(files)),
      name: 'cifar-10',
    });
    expect(dataset).toMatchObject({ shape: [32, 32, 3], classes: 10, mean: [0.4914, 0.4822, 0.4465] });
    const some = dataWith({ 'cifar-10/train/a/1.png': 'high.png', 'cifar-10/test/a/1.png': 'high.png' });
    await expect(readDataset({ dataDirectory: some, name: 'cifar-10' })).rejects.toThrow(
      /1 class folders; 10 are expected/,
    );
  });
});
