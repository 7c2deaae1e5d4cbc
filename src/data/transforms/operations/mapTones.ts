import type { RawImage } from '../../types.ts';

/** What becomes of each value from 0 to 255. */
export type ToneMap = (value: number) => number;

/** An image with each channel's values mapped by a map of its own. */
export function mapTones({ shape, data }: RawImage, mapOf: (channel: number) => ToneMap): RawImage {
  const channels = shape[2];
  const mapped = new Uint8Array(data.length);
  const table = new Uint8Array(256);
  for (let channel = 0; channel < channels; channel++) {
    const map = mapOf(channel);
    for (let value = 0; value < 256; value++) table[value] = map(value);
    for (let i = channel; i < data.length; i += channels) mapped[i] = table[data[i]!]!;
  }
  return { shape, data: mapped };
}
