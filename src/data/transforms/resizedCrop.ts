import type { RandomStream } from '../../random/stream.ts';
import { resizeImage } from '../resizeImage.ts';
import type { ImageShape, RawImage } from '../types.ts';

/** A part of an image, in pixels. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Shares of the image's area. */
const scale = [0.08, 1] as const;
/** Of width and height. */
const ratio = [3 / 4, 4 / 3] as const;

/**
 * A random part of an image: its share of the area uniform in [0.08, 1], the logarithm of its ratio of width to
 * height uniform between those of 3/4 and 4/3, its place uniform (torchvision's `RandomResizedCrop`). After ten
 * draws that do not fit, the largest part in the middle whose ratio is allowed.
 */
export function drawBox([height, width]: ImageShape, stream: RandomStream): Box {
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * between(...scale);
    const aspect = Math.exp(between(Math.log(ratio[0]), Math.log(ratio[1])));
    const box = { height: Math.round(Math.sqrt(area / aspect)), width: Math.round(Math.sqrt(area * aspect)) };
    if (box.height > 0 && box.height <= height && box.width > 0 && box.width <= width) {
      const top = stream.integer(height - box.height + 1);
      return { top, left: stream.integer(width - box.width + 1), ...box };
    }
  }
  return middleBox(height, width);
}

function middleBox(height: number, width: number): Box {
  const box = {
    height: Math.min(height, Math.max(1, Math.round(width / ratio[0]))),
    width: Math.min(width, Math.max(1, Math.round(height * ratio[1]))),
  };
  const before = (whole: number, part: number): number => Math.floor((whole - part) / 2);
  return { top: before(height, box.height), left: before(width, box.width), ...box };
}

/** A part of an image, resized to a shape with as many channels. */
export function resizedCrop(image: RawImage, { top, left, height, width }: Box, shape: ImageShape): RawImage {
  const [, whole, channels] = image.shape;
  const data = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * whole + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return resizeImage({ shape: [height, width, channels], data }, [shape[0], shape[1]]);
}
