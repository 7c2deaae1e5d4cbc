import type { Dataset, RawImage } from '../types.ts';

/** Writes the normalized values of an image of the dataset's shape from `offset` on. */
export type Normalize = (image: RawImage, target: Float32Array, offset: number) => void;

/** (pixel/255 - mean)/std per channel, in double precision and then rounded: by tables, made once. */
export function normalizer({ mean, std }: Pick<Dataset, 'mean' | 'std'>): Normalize {
  const channels = mean.length;
  const table = Float32Array.from({ length: 256 * channels }, (_, at) => {
    const channel = at >> 8;
    return ((at & 255) / 255 - mean[channel]!) / std[channel]!;
  });
  return ({ data }, target, offset) => {
    let base = 0;
    for (let i = 0; i < data.length; i++) {
      target[offset + i] = table[base + data[i]!]!;
      base += 256;
      if (base === table.length) base = 0;
    }
  };
}
