import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../userError.ts';
import { type ClassFolders, findClassFolders, listClassFiles } from './classFolders.ts';
import type { KnownDataset } from './datasets.ts';
import { imageSize } from './decodeImage.ts';
import type { Source } from './source.ts';
import { evenlySpread } from './statistics.ts';
import type { FileSplit, ImageShape } from './types.ts';

/** What images are resized and cropped to unless all of them have one smaller size. */
const LARGEST: ImageShape = [224, 224, 3];
/** Of so many training images at most, evenly spread, the sizes are looked at. */
const SIZES = 64;

/**
 * A folder with class folders below `train` and below `test` or `val`, as ImageNet is unpacked; null when it is not.
 *
 * @param known what its images are resized and cropped to, and normalized by; undefined: as its own images are
 */
export function folderSource(path: string, known: KnownDataset | undefined): Source | null {
  const train = findClassFolders(join(path, 'train'));
  const test = findClassFolders(join(path, 'test')) ?? findClassFolders(join(path, 'val'));
  if (!train || !test) return null;
  requireInside(path, [train, test]);
  const classes = train.classes.length;
  if (known?.classes && known.classes !== classes) {
    throw new UserError(`${train.path}: ${classes} class folders; ${known.classes} are expected`);
  }
  const list = (folders: ClassFolders): FileSplit => {
    const split = listClassFiles(folders, train.classes);
    return { ...split, files: split.files.map((file) => resolve(file)) };
  };
  const shapeOf = async (split: () => FileSplit): Promise<ImageShape> =>
    known?.shape ?? (await commonShape(split()));
  return {
    path,
    statistics: known?.statistics ?? null,
    describe: async () => ({ shape: await shapeOf(() => list(train)), classes }),
    read: async () => {
      const examples = { train: list(train), test: list(test) };
      return { shape: await shapeOf(() => examples.train), classes, ...examples };
    },
  };
}

function requireInside(path: string, splits: readonly ClassFolders[]): void {
  const inside = realpathSync(path);
  const outside = splits.find((split) => !realpathSync(split.path).startsWith(inside));
  if (outside) {
    throw new UserError(
      `${outside.path}: a link out of its folder, which is not followed; put the files themselves there`,
    );
  }
}

/** The size of the images, if they have one and it is no larger than ImageNet's. */
async function commonShape({ files }: FileSplit): Promise<ImageShape> {
  const chosen = evenlySpread(files.length, Math.min(SIZES, files.length)).map((k) => files[k]!);
  const sizes = await Promise.all(chosen.map(imageSize));
  const [height, width] = sizes[0]!;
  const isCommon = sizes.every((size) => size[0] === height && size[1] === width);
  return isCommon && height <= LARGEST[0] && width <= LARGEST[1] ? [height, width, 3] : LARGEST;
}
