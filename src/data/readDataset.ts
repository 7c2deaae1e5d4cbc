import { UserError } from '../userError.ts';
import { type DatasetInfo, knownDatasets, type PixelStatistics } from './datasets.ts';
import { findSource } from './findSource.ts';
import { sharedBytes } from './sharedBytes.ts';
import { evenlySpread, splitStatistics } from './statistics.ts';
import type { Dataset, FileSplit, ImageShape, MemorySplit, Split } from './types.ts';

/** Which dataset, and how much of it. */
export interface DatasetRequest {
  /** The folder that holds `mnist/`, `cifar-10/` ... */
  readonly dataDirectory: string;
  readonly name: string;
  /**
   * How many training examples; all when absent. The first ones in file order; of images in files, which lie class by
   * class, as many as that evenly spread.
   */
  readonly trainCount?: number | undefined;
  readonly testCount?: number | undefined;
}

/**
 * Reads a dataset from its files; images in class folders are only listed. What a dataset that is not known by its name
 * is normalized by is computed over its training set, whatever part of it is taken (over 512 images where they are in
 * files).
 *
 * @throws UserError when the name is unknown, a file is missing or damaged, images and labels do not match,
 * or fewer examples are there than asked for
 */
export async function readDataset(request: DatasetRequest): Promise<Dataset> {
  const { dataDirectory, name, trainCount, testCount } = request;
  const source = findSource(dataDirectory, name);
  const { shape, classes, train, test } = await source.read();
  const { mean, std } = source.statistics ?? (await ownStatistics(shape, train));
  const take = (split: Split, count: number | undefined): Split =>
    partOf(split, count, `${source.path} (${split === train ? 'train' : 'test'})`);
  return { name, shape, classes, mean, std, train: take(train, trainCount), test: take(test, testCount) };
}

/**
 * The shape and the number of classes of a dataset, without reading more of it than that takes.
 *
 * @throws UserError when its files are needed for it, and missing or damaged
 */
export async function describeDataset({
  dataDirectory,
  name,
}: Pick<DatasetRequest, 'dataDirectory' | 'name'>): Promise<DatasetInfo> {
  const known = knownDatasets.get(name);
  if (known && known.classes !== null) return { shape: known.shape, classes: known.classes };
  return findSource(dataDirectory, name).describe();
}

/** A channel that is the same everywhere has no deviation to divide by. */
async function ownStatistics(shape: ImageShape, train: Split): Promise<PixelStatistics> {
  const { mean, std } = await splitStatistics(shape, train);
  return { mean, std: std.map((deviation) => (deviation === 0 ? 1 : deviation)) };
}

function partOf(split: Split, asked: number | undefined, where: string): Split {
  const count = asked ?? split.count;
  if (!Number.isInteger(count) || count < 1 || count > split.count) {
    throw new UserError(`${where}: ${count} examples asked for; it holds ${split.count}`);
  }
  if (count === split.count) return split;
  return split.kind === 'memory' ? firstOf(split, count) : spreadOf(split, count);
}

/** A copy, so that the whole can be freed. */
function firstOf({ kind, images, labels, count: all }: MemorySplit, count: number): MemorySplit {
  const part = sharedBytes((images.length / all) * count);
  part.set(images.subarray(0, part.length));
  return { kind, images: part, labels: labels.slice(0, count), count };
}

function spreadOf({ kind, files, labels, count: all }: FileSplit, count: number): FileSplit {
  const chosen = evenlySpread(all, count);
  const part = labels.slice(0, count);
  chosen.forEach((index, k) => {
    part[k] = labels[index]!;
  });
  return { kind, files: chosen.map((index) => files[index]!), labels: part, count };
}
