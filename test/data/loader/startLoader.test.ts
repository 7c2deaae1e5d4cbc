import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { evaluationView } from '../../../src/data/evaluationView.ts';
import {
  type AugmentationOptions,
  type Batch,
  type Dataset,
  decodeImage,
  type ImageShape,
  type Loader,
  type MemorySplit,
  type PassPlan,
  passOrder,
  pixels,
  startLoader,
} from '../../../src/data/index.ts';
import { exampleStream } from '../../../src/data/transforms/augmentImage.ts';
import { drawBox, resizedCrop } from '../../../src/data/transforms/resizedCrop.ts';
import { UserError } from '../../../src/userError.ts';
import { sequentialBatches } from './sequentialBatches.ts';

function randomSplit(count: number, [height, width, channels]: ImageShape, classes: number): MemorySplit {
  const images = Uint8Array.from(
    { length: count * height * width * channels },
    (_, k) => (k * 7919 + (k >> 5)) & 255,
  );
  return {
    kind: 'memory',
    images,
    labels: Uint8Array.from({ length: count }, (_, k) => (k * 3) % classes),
    count,
  };
}

function datasetOf(shape: ImageShape, count = 50): Dataset {
  const statistics = {
    mean: [0.4914, 0.4822, 0.4465].slice(0, shape[2]),
    std: [0.247, 0.2435, 0.2616].slice(0, shape[2]),
  };
  const [train, test] = [randomSplit(count, shape, 7), randomSplit(9, shape, 7)];
  return { name: 'small', shape, classes: 7, ...statistics, train, test };
}

const none: AugmentationOptions = {
  crop: 'none',
  flip: false,
  autoAugment: false,
  cutout: 0,
  cutMix: 0,
  cutMixAlpha: 1,
};
const everything: AugmentationOptions = {
  crop: 'padded',
  flip: true,
  autoAugment: true,
  cutout: 5,
  cutMix: 0.5,
  cutMixAlpha: 1,
};

function planOf(more: Partial<PassPlan> = {}): PassPlan {
  return {
    split: 'train',
    epoch: 3,
    batchSize: 16,
    order: 'shuffled',
    augmentation: null,
    seed: 11,
    ...more,
  };
}

async function collect(batches: AsyncGenerator<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

const open: Loader[] = [];

function start(dataset: Dataset): Loader {
  const loader = startLoader(dataset);
  open.push(loader);
  return loader;
}

afterAll(async () => {
  await Promise.all(open.map((loader) => loader.close()));
});

const colored = datasetOf([12, 10, 3]);
const loader = start(colored);
const grayLoader = start(datasetOf([9, 9, 1]));

describe('batches are those of a sequential reference, to the bit', () => {
  test.each<[string, Partial<PassPlan>]>([
    ['as for evaluation', {}],
    ['in file order', { order: 'file', split: 'test' }],
    ['a batch larger than the split', { batchSize: 64 }],
    ['no augmentation, said so', { augmentation: none }],
    ['crops and flips', { augmentation: { ...none, crop: 'padded', flip: true } }],
    ['resized crops', { augmentation: { ...none, crop: 'resized', flip: true } }],
    ['AutoAugment', { augmentation: { ...none, autoAugment: true } }],
    ['Cutout', { augmentation: { ...none, cutout: 6 } }],
    ['CutMix', { augmentation: { ...none, cutMix: 1 } }],
    ['everything', { augmentation: everything }],
    ['everything, in another epoch', { augmentation: everything, epoch: 4 }],
  ])('%s', async (_, more) => {
    const plan = planOf(more);
    expect(await collect(loader.batches(plan))).toEqual(sequentialBatches(colored, plan));
  });

  test('gray images', async () => {
    const plan = planOf({ augmentation: everything });
    expect(await collect(grayLoader.batches(plan))).toEqual(sequentialBatches(datasetOf([9, 9, 1]), plan));
  });

  test('labels beyond 255', async () => {
    const labels = Uint16Array.from({ length: 50 }, (_, k) => 290 + k);
    const many = { ...colored, classes: 340, train: { ...colored.train, labels } };
    expect(await collect(start(many).batches(planOf()))).toEqual(sequentialBatches(many, planOf()));
  });
});

test('an epoch takes every example once, in an order of its own', () => {
  const orders = [0, 1].map((epoch) => [...passOrder(planOf({ epoch }), 50)]);
  for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
  expect(orders[0]).not.toEqual(orders[1]);
});

test('passes may run beside each other, and one loader beside another', async () => {
  const plans = [
    planOf({ augmentation: everything }),
    planOf({ epoch: 4, augmentation: everything }),
  ] as const;
  const [now, next] = plans.map((plan) => loader.batches(plan)) as [
    AsyncGenerator<Batch>,
    AsyncGenerator<Batch>,
  ];
  const gray = collect(grayLoader.batches(planOf()));
  const taken: Batch[][] = [[], []];
  for (;;) {
    const [first, second] = [await next.next(), await now.next()];
    if (first.done || second.done) break;
    taken[0]!.push(second.value);
    taken[1]!.push(first.value);
  }
  expect(taken).toEqual(plans.map((plan) => sequentialBatches(colored, plan)));
  expect(await gray).toEqual(sequentialBatches(datasetOf([9, 9, 1]), planOf()));
});

test('a pass that is left early, or never begun, disturbs no other', async () => {
  for (let k = 0; k < 20; k++) {
    const augmentation = k % 2 === 0 ? everything : null;
    loader.batches(planOf({ epoch: 90, augmentation }));
    for await (const batch of loader.batches(planOf({ epoch: k, batchSize: 3, augmentation }))) {
      expect(batch.count).toBe(3);
      break;
    }
  }
  expect(await collect(loader.batches(planOf()))).toEqual(sequentialBatches(colored, planOf()));
});

describe('images in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loader-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const images = fileURLToPath(new URL('../../../fixtures/data/images/', import.meta.url));
  const files = ['rgb.jpg', 'turned.jpg', 'progressive.jpg'].map((name) => join(images, name));
  const damaged = join(folder, 'damaged.jpg');
  writeFileSync(damaged, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2, 3));

  function ofFiles(paths: readonly string[]): Dataset {
    const split = {
      kind: 'files',
      files: paths,
      labels: new Uint8Array(paths.length),
      count: paths.length,
    } as const;
    return { ...datasetOf([24, 20, 3]), train: split, test: split };
  }
  const dataset = ofFiles(files);
  const fileLoader = start(dataset);

  function normalized(all: readonly Uint8Array[]): Float32Array {
    const split: MemorySplit = {
      kind: 'memory',
      images: Uint8Array.from(all.flatMap((data) => [...data])),
      labels: new Uint8Array(all.length),
      count: all.length,
    };
    return pixels(dataset, split, [...all.keys()]);
  }

  test('are seen as in evaluation', async () => {
    const [batch] = await collect(fileLoader.batches(planOf({ order: 'file' })));
    const views = await Promise.all(
      files.map(async (file) => evaluationView(await decodeImage(file), dataset.shape).data),
    );
    expect(batch!.images).toEqual(normalized(views));
  });

  test('are cropped and resized from the whole image', async () => {
    const plan = planOf({ order: 'file', augmentation: { ...none, crop: 'resized' } });
    const [batch] = await collect(fileLoader.batches(plan));
    const crops = await Promise.all(
      files.map(async (file, example) => {
        const image = await decodeImage(file);
        return resizedCrop(
          image,
          drawBox(image.shape, exampleStream(plan.seed, plan.epoch, example)),
          dataset.shape,
        ).data;
      }),
    );
    expect(batch!.images).toEqual(normalized(crops));
  });

  test.each<[string, AugmentationOptions | null]>([
    ['as in evaluation', null],
    ['crops and flips', { ...none, crop: 'padded', flip: true, cutout: 5 }],
    ['resized crops', { ...none, crop: 'resized', flip: true, cutMix: 1 }],
  ])('later passes need no files and have the same bits: %s', async (_, augmentation) => {
    const copies = mkdtempSync(join(folder, 'copies-'));
    const copied = files.map((file) => join(copies, basename(file)));
    for (const [k, file] of files.entries()) cpSync(file, copied[k]!);
    const keeping = start(ofFiles(copied));
    const [first, second] = [0, 1].map((epoch) => planOf({ epoch, augmentation, batchSize: 2 })) as [
      PassPlan,
      PassPlan,
    ];
    const decoded = await collect(keeping.batches(first));
    rmSync(copies, { recursive: true });
    expect(await collect(keeping.batches(first))).toEqual(decoded);
    expect(await collect(keeping.batches(second))).toEqual(await collect(start(dataset).batches(second)));
  });

  test('a damaged one is one line for the researcher, where its batch is awaited', async () => {
    const broken = start(ofFiles([...files, damaged, ...files]));
    const batches = broken.batches(planOf({ order: 'file', batchSize: 3 }));
    expect((await batches.next()).value).toMatchObject({ count: 3 });
    const failure: unknown = await batches.next().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toMatch(/^UserError: \S*damaged\.jpg: .+$/);
    expect(await batches.next()).toEqual({ value: undefined, done: true });
    // the thread goes on
    const again = broken.batches(planOf({ order: 'file', batchSize: 3 }));
    expect((await again.next()).value).toMatchObject({ count: 3 });
  });
});

test('what AutoAugment cannot take is one line for the researcher', async () => {
  const twoChannels = start(datasetOf([4, 4, 2]));
  const augmentation = { ...none, autoAugment: true };
  await expect(collect(twoChannels.batches(planOf({ augmentation })))).rejects.toThrow(UserError);
});

test('a batch size that is none is refused', () => {
  for (const batchSize of [0, -1, 1.5, Number.NaN]) {
    expect(() => loader.batches(planOf({ batchSize }))).toThrow(UserError);
  }
});

test('a defect within a batch is no matter of the researcher', async () => {
  const impossible = start({ ...colored, classes: 1e13 });
  const failure: unknown = await collect(impossible.batches(planOf())).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(UserError);
});

test('a thread that dies is an error now and later, and no hang', async () => {
  // Without means the thread fails as it starts.
  const dead = start({ ...colored, mean: JSON.parse('null') });
  const plan = planOf({ augmentation: everything });
  const early = dead.batches(plan);
  await expect(early.next()).rejects.toThrow(/^the thread that prepares batches failed: /);
  await expect(collect(dead.batches(plan))).rejects.toThrow(/^the thread that prepares batches failed: /);
  await dead.close();
});

const [plain, augmented] = [planOf({ batchSize: 1 }), planOf({ batchSize: 1, augmentation: everything })];

test.each([
  ['here', plain],
  ['in the thread', augmented],
])('a closed loader rejects what still runs and refuses what comes later: prepared %s', async (_, plan) => {
  const closing = start(colored);
  const running = closing.batches(plan);
  await running.next();
  const rest = expect(collect(running)).rejects.toThrow('the loader is closed');
  await Promise.all([closing.close(), rest]);
  expect(() => closing.batches(plan)).toThrow('the loader is closed');
  await closing.close();
});

test.each([
  ['here', plain],
  ['in the thread', augmented],
])('an awaited batch keeps the process alive, an open loader does not: prepared %s', (_, plan) => {
  const source = new URL('../../../src/data/index.ts', import.meta.url).href;
  const code = `
    const { startLoader } = await import('${source}');
    const split = { kind: 'memory', images: new Uint8Array(96), labels: new Uint8Array(8), count: 8 };
    const [mean, std] = [[0, 0, 0], [1, 1, 1]];
    const dataset = { name: 'x', shape: [2, 2, 3], classes: 2, mean, std, train: split, test: split };
    const loader = startLoader(dataset);
    for await (const batch of loader.batches(${JSON.stringify(plan)})) { console.log(batch.count); break; }`;
  const run = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const printed = execFileSync(process.execPath, run, { encoding: 'utf8', timeout: 30_000 });
  expect(printed).toBe('1\n');
});
