import type { ImageShape } from './types.ts';

/** What a network must fit. */
export interface DatasetInfo {
  readonly shape: ImageShape;
  readonly classes: number;
}

/** What pixels are normalized by: per channel, of pixel/255, over the training set. */
export interface PixelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export type SplitName = 'train' | 'test';

/** Four IDX files: their names, each plain or with .gz after it. */
export interface IdxFormat {
  readonly kind: 'idx';
  /** Where they may lie, relative to the data folder; the first is the one to name. */
  readonly folders: readonly string[];
  readonly files: Readonly<Record<SplitName, { readonly images: string; readonly labels: string }>>;
  /** Rows and columns of the images are exchanged. */
  readonly transposed: boolean;
  readonly firstLabel: 0 | 1;
}

/** Records of one or two label bytes (the last one counts) and 3072 pixels. */
export interface CifarFormat {
  readonly kind: 'cifar';
  readonly folders: readonly string[];
  readonly files: Readonly<Record<SplitName, readonly string[]>>;
  /** How many classes each label byte tells apart. */
  readonly labels: readonly number[];
}

/** Folders of image files, one a class. */
export interface FoldersFormat {
  readonly kind: 'folders';
}

/** A dataset that is known by its name. */
export interface KnownDataset {
  readonly shape: ImageShape;
  /** Null: as many as there are folders. */
  readonly classes: number | null;
  /** Null: computed over the training set. */
  readonly statistics: PixelStatistics | null;
  readonly format: IdxFormat | CifarFormat | FoldersFormat;
}

/** The names under which MNIST and those that replace it are published. */
export const idxFileNames: IdxFormat['files'] = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
};

const likeMnist = (name: string, mean: number, std: number): [string, KnownDataset] => [
  name,
  {
    shape: [28, 28, 1],
    classes: 10,
    statistics: { mean: [mean], std: [std] },
    format: { kind: 'idx', folders: [name], files: idxFileNames, transposed: false, firstLabel: 0 },
  },
];

const emnist = (split: string, classes: number): [string, KnownDataset] => {
  const files = (part: SplitName) => ({
    images: `emnist-${split}-${part}-images-idx3-ubyte`,
    labels: `emnist-${split}-${part}-labels-idx1-ubyte`,
  });
  return [
    `emnist-${split}`,
    {
      shape: [28, 28, 1],
      classes,
      statistics: null,
      format: {
        kind: 'idx',
        folders: ['emnist', `emnist-${split}`, 'emnist/gzip'],
        files: { train: files('train'), test: files('test') },
        transposed: true,
        firstLabel: split === 'letters' ? 1 : 0,
      },
    },
  ];
};

const cifar = (classes: number, statistics: PixelStatistics, format: CifarFormat): KnownDataset => ({
  shape: [32, 32, 3],
  classes,
  statistics,
  format,
});

export const knownDatasets: ReadonlyMap<string, KnownDataset> = new Map<string, KnownDataset>([
  likeMnist('mnist', 0.1307, 0.3081),
  likeMnist('fashion-mnist', 0.286, 0.353),
  likeMnist('kmnist', 0.1918, 0.3483),
  emnist('balanced', 47),
  emnist('byclass', 62),
  emnist('bymerge', 47),
  emnist('letters', 26),
  emnist('digits', 10),
  emnist('mnist', 10),
  [
    'cifar-10',
    cifar(
      10,
      { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
      {
        kind: 'cifar',
        folders: ['cifar-10/cifar-10-batches-bin', 'cifar-10', 'cifar-10-batches-bin'],
        files: {
          train: [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`),
          test: ['test_batch.bin'],
        },
        labels: [10],
      },
    ),
  ],
  [
    'cifar-100',
    cifar(
      100,
      { mean: [0.5071, 0.4865, 0.4409], std: [0.2673, 0.2564, 0.2762] },
      {
        kind: 'cifar',
        folders: ['cifar-100/cifar-100-binary', 'cifar-100', 'cifar-100-binary'],
        files: { train: ['train.bin'], test: ['test.bin'] },
        labels: [20, 100],
      },
    ),
  ],
  [
    'imagenet',
    {
      shape: [224, 224, 3],
      classes: null,
      statistics: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      format: { kind: 'folders' },
    },
  ],
]);
