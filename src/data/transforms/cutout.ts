import type { RandomStream } from '../../random/stream.ts';
import type { ImageShape } from '../types.ts';

/** The pixel in the middle of the square that is blanked. */
export interface Center {
  readonly y: number;
  readonly x: number;
}

/** Every pixel of an image with the same probability. */
export function drawCenter([height, width]: ImageShape, stream: RandomStream): Center {
  return { y: stream.integer(height), x: stream.integer(width) };
}

/**
 * Blanks a square of a normalized image, clipped at the image's borders, with 0, which is the dataset's mean
 * (DeVries and Taylor 2017, arXiv:1708.04552). A square with an even side reaches one pixel further up and left.
 */
export function cutout(
  image: Float32Array,
  [height, width, channels]: ImageShape,
  side: number,
  { y, x }: Center,
): void {
  const [top, left] = [y - Math.floor(side / 2), x - Math.floor(side / 2)];
  const [from, to] = [Math.max(0, left), Math.min(width, left + side)];
  for (let row = Math.max(0, top); row < Math.min(height, top + side); row++) {
    image.fill(0, (row * width + from) * channels, (row * width + to) * channels);
  }
}
