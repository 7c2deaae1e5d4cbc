import type { RawImage } from '../../types.ts';
import { mapTones, type ToneMap } from './mapTones.ts';

/** How many pixels have each value in a channel. */
function histogram({ shape, data }: RawImage, channel: number): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = channel; i < data.length; i += shape[2]) counts[data[i]!]! += 1;
  return counts;
}

const identity: ToneMap = (value) => value;
const clamp: ToneMap = (value) => Math.max(0, Math.min(255, value));

/** The negative. */
export function invert(image: RawImage): RawImage {
  return mapTones(image, () => (value) => 255 - value);
}

/** The negative of values that are not below a threshold. */
export function solarize(image: RawImage, threshold: number): RawImage {
  return mapTones(image, () => (value) => (value < threshold ? value : 255 - value));
}

/** Keeps the highest bits of each value. */
export function posterize(image: RawImage, bits: number): RawImage {
  const mask = 256 - 2 ** (8 - bits);
  return mapTones(image, () => (value) => value & mask);
}

/** Stretches each channel so that its least value becomes 0 and its greatest 255 (Pillow's `autocontrast`). */
export function autoContrast(image: RawImage): RawImage {
  return mapTones(image, (channel) => {
    const counts = histogram(image, channel);
    const isThere = (count: number): boolean => count > 0;
    const [least, greatest] = [counts.findIndex(isThere), counts.findLastIndex(isThere)];
    if (greatest <= least) return identity;
    const scale = 255 / (greatest - least);
    const offset = -least * scale;
    return (value) => clamp(Math.trunc(value * scale + offset));
  });
}

/** Spreads each channel's values evenly over 0 to 255, as far as that can be (Pillow's `equalize`). */
export function equalize(image: RawImage): RawImage {
  return mapTones(image, (channel) => {
    const counts = histogram(image, channel);
    const pixels = image.data.length / image.shape[2];
    const greatest = counts.findLastIndex((count) => count > 0);
    // An image of one value has no step either.
    const step = Math.floor((pixels - (counts[greatest] ?? 0)) / 255);
    if (step === 0) return identity;
    const places = new Uint32Array(256);
    let below = Math.floor(step / 2);
    for (let value = 0; value < 256; value++) {
      places[value] = Math.floor(below / step);
      below += counts[value]!;
    }
    return (value) => clamp(places[value]!);
  });
}
