import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { evaluationView } from '../../../src/data/evaluationView.ts';
import { type Dataset, decodeImage, type PassPlan, type RawImage } from '../../../src/data/index.ts';
import { forEachImage } from '../../../src/data/loader/forEachImage.ts';
import { BYTES_BESIDE, keptDataset } from '../../../src/data/loader/keptImages.ts';

const images = fileURLToPath(new URL('../../../fixtures/data/images/', import.meta.url));
const names = ['rgb.jpg', 'turned.jpg', 'progressive.jpg', 'palette.png', 'cmyk.jpg'];
const pass: PassPlan = {
  split: 'train',
  epoch: 0,
  batchSize: 5,
  order: 'file',
  augmentation: null,
  seed: 0,
};

function datasetOf(files: readonly string[]): Dataset {
  const split = { kind: 'files', files, labels: new Uint8Array(files.length), count: files.length } as const;
  return {
    name: 'small',
    shape: [24, 20, 3],
    classes: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    train: split,
    test: split,
  };
}

const dataset = datasetOf(names.map((name) => join(images, name)));
/** Two of the images. */
const room = 2 * (24 * 20 * 3 + BYTES_BESIDE);

test('where only some images can be kept, all are handed over once, with their places and bits', async () => {
  const examples = Uint32Array.of(4, 2, 0, 1, 3);
  const expected = await Promise.all(
    Array.from(examples, async (example) =>
      evaluationView(await decodeImage(join(images, names[example]!)), dataset.shape),
    ),
  );
  const kept = keptDataset(room);
  for (let time = 0; time < 3; time++) {
    const found: RawImage[][] = expected.map(() => []);
    await forEachImage(dataset, kept, pass, examples, (image, k) => found[k]!.push(image));
    expect(found).toEqual(expected.map((image) => [image]));
  }
  const { files } = dataset.train.kind === 'files' ? dataset.train : { files: [] };
  expect(files.filter((file) => kept.view.get(file) !== undefined)).toHaveLength(2);
});

test('a kept image that cannot be used and a file that is missing are one failure', async () => {
  const kept = keptDataset();
  const file = join(images, 'rgb.jpg');
  const partly = datasetOf([file, join(images, 'missing.jpg')]);
  await forEachImage(partly, kept, pass, Uint32Array.of(0), () => undefined);
  const failing = forEachImage(partly, kept, pass, Uint32Array.of(0, 1), () => {
    throw new Error('not usable');
  });
  await expect(failing).rejects.toThrow('not usable');
  // the other failure is nobody's unhandled rejection
  await expect(forEachImage(partly, kept, pass, Uint32Array.of(0, 1), () => undefined)).rejects.toThrow(
    /missing\.jpg: cannot be read/,
  );
});
