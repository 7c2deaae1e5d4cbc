import { readFileSync } from 'node:fs';
import type { ImageShape, RawImage } from '../../../src/data/index.ts';
import type { AutoAugmentDraw } from '../../../src/data/transforms/autoAugment.ts';
import type { OperationName } from '../../../src/data/transforms/operations/operations.ts';
import type { Box } from '../../../src/data/transforms/resizedCrop.ts';

interface Pixels {
  /** base64 */
  readonly pixels: string;
}

interface AppliedOperation extends Pixels {
  readonly operation: OperationName;
  readonly bin: number;
  readonly sign: 1 | -1;
}

interface Magnitudes {
  readonly height: number;
  readonly width: number;
  readonly table: Readonly<Record<string, readonly number[]>>;
}

/** What torchvision does to images: fixtures/golden/augmentation.json. */
interface Golden {
  readonly images: Readonly<Record<string, Pixels & { readonly shape: ImageShape }>>;
  readonly magnitudes: readonly Magnitudes[];
  readonly operations: Readonly<Record<string, readonly AppliedOperation[]>>;
  readonly policies: Readonly<Record<string, readonly (AutoAugmentDraw & Pixels)[]>>;
  readonly resizedCrops: readonly (Pixels & {
    readonly box: Box;
    readonly size: readonly [number, number];
  })[];
}

const file = new URL('../../../fixtures/golden/augmentation.json', import.meta.url);

export const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

export function bytesOf({ pixels }: Pixels): Uint8Array {
  return new Uint8Array(Buffer.from(pixels, 'base64'));
}

export function imageNamed(name: string): RawImage {
  const image = golden.images[name]!;
  return { shape: image.shape, data: bytesOf(image) };
}
