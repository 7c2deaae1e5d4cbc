import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.ts';
import type { CifarFormat, KnownDataset } from './datasets.ts';
import { fileInside, type OpenFile, withFile } from './files.ts';
import { sharedBytes } from './sharedBytes.ts';
import type { Source } from './source.ts';
import type { ImageShape, MemorySplit } from './types.ts';

/** How many records are read at a time. */
const RECORDS_A_READ = 1000;

/** The folder that holds one of the files at least; null when none does. */
export function cifarSource(
  dataDirectory: string,
  { shape, statistics, classes }: KnownDataset & { readonly classes: number },
  format: CifarFormat,
  howToGet: string,
): Source | null {
  const names = Object.values(format.files).flat();
  const folder = format.folders
    .map((name) => join(dataDirectory, name))
    .find((path) => existsSync(path) && names.some((name) => fileInside(path, name) !== null));
  if (folder === undefined) return null;
  const read = (files: readonly string[]): MemorySplit => {
    const paths = files.map((name) => {
      const path = fileInside(folder, name);
      if (path === null)
        throw new UserError(`${join(folder, name)}: no such file; move the folder away and ${howToGet}`);
      return path;
    });
    return readRecords(paths, format.labels, shape);
  };
  return {
    path: folder,
    statistics,
    describe: async () => ({ shape, classes }),
    read: async () => ({ shape, classes, train: read(format.files.train), test: read(format.files.test) }),
  };
}

/** The records of all files, one file after the other. */
function readRecords(
  paths: readonly string[],
  labelClasses: readonly number[],
  shape: ImageShape,
): MemorySplit {
  const imageBytes = shape[0] * shape[1] * shape[2];
  const recordBytes = labelClasses.length + imageBytes;
  const counts = paths.map((path) => withFile(path, (file) => recordCount(file, recordBytes)));
  const count = counts.reduce((a, b) => a + b, 0);
  const images = sharedBytes(count * imageBytes);
  const labels = new Uint8Array(count);
  let first = 0;
  for (const [k, path] of paths.entries()) {
    const target = {
      images: images.subarray(first * imageBytes),
      labels: labels.subarray(first, first + counts[k]!),
    };
    withFile(path, (file) => readFileInto(file, target, { labelClasses, shape }));
    first += counts[k]!;
  }
  return { kind: 'memory', images, labels, count };
}

function recordCount({ path, size }: OpenFile, recordBytes: number): number {
  if (size > 0 && size % recordBytes === 0) return size / recordBytes;
  throw new UserError(`${path}: ${size} bytes; whole records of ${recordBytes} bytes are expected`);
}

interface RecordLayout {
  readonly labelClasses: readonly number[];
  readonly shape: ImageShape;
}

function readFileInto(
  file: OpenFile,
  { images, labels }: Pick<MemorySplit, 'images'> & { readonly labels: Uint8Array },
  { labelClasses, shape }: RecordLayout,
): void {
  const imageBytes = shape[0] * shape[1] * shape[2];
  const labelBytes = labelClasses.length;
  const recordBytes = labelBytes + imageBytes;
  for (let first = 0; first < labels.length; first += RECORDS_A_READ) {
    const records = new Uint8Array(Math.min(RECORDS_A_READ, labels.length - first) * recordBytes);
    file.read(records, first * recordBytes);
    for (let k = 0; k * recordBytes < records.length; k++) {
      const record = records.subarray(k * recordBytes, (k + 1) * recordBytes);
      labelClasses.forEach((classes, byte) => {
        if (record[byte]! < classes) return;
        throw new UserError(
          `${file.path}: label ${record[byte]} in record ${first + k}; labels are 0 to ${classes - 1}`,
        );
      });
      labels[first + k] = record[labelBytes - 1]!;
      interleave(record.subarray(labelBytes), images.subarray((first + k) * imageBytes), shape);
    }
  }
}

/** Planes, [channels, height, width], to pixels, [height, width, channels]. */
function interleave(planes: Uint8Array, pixels: Uint8Array, [height, width, channels]: ImageShape): void {
  const plane = height * width;
  for (let channel = 0; channel < channels; channel++) {
    for (let k = 0; k < plane; k++) pixels[k * channels + channel] = planes[channel * plane + k]!;
  }
}
