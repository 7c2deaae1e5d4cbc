import { UserError } from '../userError.ts';

/** What is known of a dataset before its files are read. */
export interface DatasetInfo {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  /** Per channel, of pixel/255, over the published training set. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const likeMnist = (mean: number, std: number): DatasetInfo => ({
  shape: [28, 28, 1],
  classes: 10,
  mean: [mean],
  std: [std],
});

/** The datasets that are published as four IDX files, by the name of their folder. */
const idxDatasets: ReadonlyMap<string, DatasetInfo> = new Map([
  ['mnist', likeMnist(0.1307, 0.3081)],
  ['fashion-mnist', likeMnist(0.286, 0.353)],
  ['kmnist', likeMnist(0.1918, 0.3483)],
]);

/**
 * What is known of a dataset by its name.
 *
 * @throws UserError when the name is unknown
 */
export function datasetInfo(name: string): DatasetInfo {
  const info = idxDatasets.get(name);
  if (info !== undefined) return info;
  const known = [...idxDatasets.keys()].join(', ');
  throw new UserError(`dataset ${JSON.stringify(name)} cannot be read; the datasets are ${known}`);
}

/** The names under which the four files are published (each may end in .gz). */
export const idxFileNames: Readonly<
  Record<'train' | 'test', { readonly images: string; readonly labels: string }>
> = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
};
