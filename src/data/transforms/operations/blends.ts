import type { RawImage } from '../../types.ts';
import { mapTones } from './mapTones.ts';

/**
 * `from` at 0, `value` at 1, and beyond it at greater factors; as Pillow's `Image.blend` computes it, in single
 * precision and cut off to whole numbers.
 */
function blend(from: number, value: number, factor: number): number {
  const blended = Math.fround(from + Math.fround(Math.fround(factor) * (value - from)));
  return blended <= 0 ? 0 : blended >= 255 ? 255 : Math.trunc(blended);
}

/** Luma of each pixel (ITU-R 601-2, in units of 1/65536); a gray image is its own. */
function luma({ shape, data }: RawImage): Uint8Array {
  if (shape[2] === 1) return data;
  const gray = new Uint8Array(shape[0] * shape[1]);
  for (let i = 0; i < gray.length; i++) {
    gray[i] = (19595 * data[3 * i]! + 38470 * data[3 * i + 1]! + 7471 * data[3 * i + 2]! + 32768) >> 16;
  }
  return gray;
}

/** From gray (0) over the image (1) to stronger colors. */
export function color(image: RawImage, factor: number): RawImage {
  const { shape, data } = image;
  if (shape[2] === 1) return image;
  const gray = luma(image);
  const blended = new Uint8Array(data.length);
  for (let pixel = 0, i = 0; pixel < gray.length; pixel++) {
    for (const end = i + 3; i < end; i++) blended[i] = blend(gray[pixel]!, data[i]!, factor);
  }
  return { shape, data: blended };
}

/** From the mean of the luma everywhere (0) over the image (1) to more contrast. */
export function contrast(image: RawImage, factor: number): RawImage {
  const gray = luma(image);
  let sum = 0;
  for (let pixel = 0; pixel < gray.length; pixel++) sum += gray[pixel]!;
  const mean = Math.floor(sum / gray.length + 0.5);
  return mapTones(image, () => (value) => blend(mean, value, factor));
}

/** From black (0) over the image (1) to brighter. */
export function brightness(image: RawImage, factor: number): RawImage {
  return mapTones(image, () => (value) => blend(0, value, factor));
}

/**
 * From smoothed (0) over the image (1) to sharper. Smoothed: each pixel is averaged with its eight neighbors, itself
 * counted five times, and the border stays (Pillow's `SMOOTH`).
 */
export function sharpness({ shape, data }: RawImage, factor: number): RawImage {
  const [height, width, channels] = shape;
  const row = width * channels;
  const blended = data.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + channels; i < (y + 1) * row - channels; i++) {
      const above = i - row;
      const below = i + row;
      const sum =
        data[above - channels]! +
        data[above]! +
        data[above + channels]! +
        data[i - channels]! +
        5 * data[i]! +
        data[i + channels]! +
        data[below - channels]! +
        data[below]! +
        data[below + channels]!;
      blended[i] = blend(Math.floor((2 * sum + 13) / 26), data[i]!, factor);
    }
  }
  return { shape, data: blended };
}
