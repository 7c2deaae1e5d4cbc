import { UserError } from '../userError.ts';
import type { DatasetInfo, KnownDataset, SplitName } from './datasets.ts';
import { type OpenFile, withFile } from './files.ts';
import { emptyLabels, MOST_CLASSES } from './labels.ts';
import { type NpyHeader, parseNpyHeader } from './npy.ts';
import { sharedBytes } from './sharedBytes.ts';
import type { Examples, Source } from './source.ts';
import type { ImageShape, Labels, MemorySplit } from './types.ts';
import { readEntry, startOfEntry, type ZipEntry, zipEntries } from './zip.ts';

/** The names of the arrays: Keras's, MedMNIST's. */
const NAMES: readonly Readonly<Record<SplitName, { readonly images: string; readonly labels: string }>>[] = [
  { train: { images: 'x_train', labels: 'y_train' }, test: { images: 'x_test', labels: 'y_test' } },
  {
    train: { images: 'train_images', labels: 'train_labels' },
    test: { images: 'test_images', labels: 'test_labels' },
  },
];
const MOST_CHANNELS = 4;

/** An .npz file with images and labels of both splits. */
export function npzSource(path: string, known: KnownDataset | undefined): Source {
  const fitting = <T extends DatasetInfo>(found: T): T => {
    requireKnown(path, found, known);
    return known?.classes ? { ...found, classes: known.classes } : found;
  };
  return {
    path,
    statistics: known?.statistics ?? null,
    describe: async () => fitting(withFile(path, describeArrays)),
    read: async () => fitting(withFile(path, readArrays)),
  };
}

function requireKnown(path: string, { shape, classes }: DatasetInfo, known: KnownDataset | undefined): void {
  if (!known) return;
  if (`${shape}` !== `${known.shape}`) {
    throw new UserError(`${path}: images of ${shape.join('x')}; ${known.shape.join('x')} are expected`);
  }
  if (known.classes !== null && classes > known.classes) {
    throw new UserError(`${path}: label ${classes - 1}; labels are 0 to ${known.classes - 1}`);
  }
}

/** An array of the file: where it is, and what its header says. */
interface NpzArray {
  readonly where: string;
  readonly entry: ZipEntry;
  readonly header: NpyHeader;
}

type NpzSplit = Readonly<Record<'images' | 'labels', NpzArray>>;

function describeArrays(file: OpenFile): DatasetInfo {
  const arrays = findArrays(file);
  const classes = classesOf([readLabels(file, arrays.train.labels), readLabels(file, arrays.test.labels)]);
  return { shape: imageShape(arrays.train.images), classes };
}

function readArrays(file: OpenFile): Examples {
  const arrays = findArrays(file);
  const labels = { train: readLabels(file, arrays.train.labels), test: readLabels(file, arrays.test.labels) };
  const classes = classesOf([labels.train, labels.test]);
  const split = (name: SplitName): MemorySplit => ({
    kind: 'memory',
    images: readImages(file, arrays[name].images),
    labels: fewestBytes(labels[name], classes),
    count: labels[name].length,
  });
  return { shape: imageShape(arrays.train.images), classes, train: split('train'), test: split('test') };
}

function findArrays(file: OpenFile): Readonly<Record<SplitName, NpzSplit>> {
  const entries = new Map(zipEntries(file).map((entry) => [entry.name, entry]));
  const names = NAMES.find(({ train }) => entries.has(`${train.images}.npy`));
  if (!names) {
    throw new UserError(
      `${file.path}: neither x_train, y_train, x_test, y_test nor train_images, train_labels, test_images, test_labels in it`,
    );
  }
  const find = (name: string): NpzArray => {
    const where = `${file.path}: ${name}`;
    const entry = entries.get(`${name}.npy`);
    if (!entry) throw new UserError(`${where} is missing`);
    const header = parseNpyHeader(startOfEntry(file, entry), where);
    if (entry.bytes !== header.dataOffset + header.dataBytes) {
      throw new UserError(
        `${where}: ${entry.bytes} bytes, but a ${header.dtype} array of ${header.shape.join('x')} has ${header.dataOffset + header.dataBytes}`,
      );
    }
    return { where, entry, header };
  };
  const split = (name: SplitName): NpzSplit => {
    const found = { images: find(names[name].images), labels: find(names[name].labels) };
    checkSplit(found);
    return found;
  };
  const arrays = { train: split('train'), test: split('test') };
  if (`${imageShape(arrays.train.images)}` !== `${imageShape(arrays.test.images)}`) {
    throw new UserError(`${arrays.test.images.where}: images of another size than the training images`);
  }
  return arrays;
}

function checkSplit({ images, labels }: NpzSplit): void {
  imageShape(images);
  const [count, ...more] = labels.header.shape;
  if (count === undefined || more.some((size) => size !== 1)) {
    throw new UserError(
      `${labels.where}: shape ${labels.header.shape.join('x')}; one label an example is expected`,
    );
  }
  if (count !== images.header.shape[0]) {
    throw new UserError(`${labels.where}: ${count} labels for ${images.header.shape[0]} images`);
  }
  if (count === 0) throw new UserError(`${images.where}: holds no images`);
}

function imageShape({ where, header: { dtype, shape } }: NpzArray): ImageShape {
  if (!/^[|<>=]?u1$/.test(dtype)) {
    throw new UserError(`${where}: numbers of type ${dtype}; pixels of type uint8, 0 to 255, are expected`);
  }
  const [, height, width, channels = 1] = shape;
  const isFitting = shape.length === 3 || shape.length === 4;
  if (!isFitting || !height || !width || channels < 1 || channels > MOST_CHANNELS) {
    throw new UserError(
      `${where}: shape ${shape.join('x')}; images x height x width, or x at most ${MOST_CHANNELS} channels after it, is expected`,
    );
  }
  return [height, width, channels];
}

function readImages(file: OpenFile, { entry, header }: NpzArray): Uint8Array {
  const images = sharedBytes(header.dataBytes);
  images.set(readEntry(file, entry).subarray(header.dataOffset));
  return images;
}

/** Labels of whole numbers of any size, checked to be classes. */
function readLabels(file: OpenFile, { where, entry, header }: NpzArray): Uint16Array {
  const read = integerReader(header.dtype);
  if (!read) {
    throw new UserError(`${where}: labels of type ${header.dtype}; whole numbers are expected`);
  }
  const content = readEntry(file, entry);
  const view = new DataView(content.buffer, content.byteOffset + header.dataOffset, header.dataBytes);
  return Uint16Array.from({ length: header.shape[0]! }, (_, k) => {
    const label = read(view, k);
    if (label >= 0 && label < MOST_CLASSES) return label;
    throw new UserError(`${where}: label ${label} at ${k}; labels are 0 to ${MOST_CLASSES - 1}`);
  });
}

type ReadInteger = (view: DataView, index: number) => number;

function integerReader(dtype: string): ReadInteger | undefined {
  const isLittle = !dtype.startsWith('>');
  const readers: Readonly<Record<string, ReadInteger>> = {
    u1: (view, k) => view.getUint8(k),
    i1: (view, k) => view.getInt8(k),
    u2: (view, k) => view.getUint16(2 * k, isLittle),
    i2: (view, k) => view.getInt16(2 * k, isLittle),
    u4: (view, k) => view.getUint32(4 * k, isLittle),
    i4: (view, k) => view.getInt32(4 * k, isLittle),
    u8: (view, k) => Number(view.getBigUint64(8 * k, isLittle)),
    i8: (view, k) => Number(view.getBigInt64(8 * k, isLittle)),
  };
  return readers[dtype.replace(/^[<>|=]/, '')];
}

function classesOf(labels: readonly Uint16Array[]): number {
  return labels.reduce((most, split) => split.reduce((a, b) => Math.max(a, b), most), 0) + 1;
}

function fewestBytes(labels: Uint16Array, classes: number): Labels {
  const fewest = emptyLabels(labels.length, classes);
  fewest.set(labels);
  return fewest;
}
