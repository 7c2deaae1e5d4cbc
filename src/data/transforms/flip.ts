import type { RawImage } from '../types.ts';

/** An image mirrored from left to right. */
export function flip({ shape, data }: RawImage): RawImage {
  const [height, width, channels] = shape;
  const flipped = new Uint8Array(data.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      let from = y * width * channels + channel;
      let to = from + (width - 1) * channels;
      for (let x = 0; x < width; x++) {
        flipped[to] = data[from]!;
        from += channels;
        to -= channels;
      }
    }
  }
  return { shape, data: flipped };
}
