import type { RandomStream } from '../../random/stream.ts';
import type { RawImage } from '../types.ts';

/** How wide a frame of zeros an image gets before it is cropped to its size again. */
const PADDING = 4;

/** Where a crop lies with regard to its image, in pixels. */
export interface Shift {
  readonly down: number;
  readonly right: number;
}

/** Each of the 81 crops of a framed image with the same probability. */
export function drawShift(stream: RandomStream): Shift {
  const shift = (): number => stream.integer(2 * PADDING + 1) - PADDING;
  return { down: shift(), right: shift() };
}

/** The part of an image of the image's own size that begins at a shift; what lies outside is 0. */
export function paddedCrop({ shape, data }: RawImage, { down, right }: Shift): RawImage {
  const [height, width, channels] = shape;
  const cropped = new Uint8Array(data.length);
  const [left, end] = [Math.max(0, -right), Math.min(width, width - right)];
  if (left >= end) return { shape, data: cropped };
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    const from = ((y + down) * width + left + right) * channels;
    cropped.set(data.subarray(from, from + (end - left) * channels), (y * width + left) * channels);
  }
  return { shape, data: cropped };
}
