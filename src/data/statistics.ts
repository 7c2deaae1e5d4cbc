import type { PixelStatistics } from './datasets.ts';
import { readExamples } from './examples.ts';
import type { ImageShape, Split } from './types.ts';

/** Of so many images in files at most, evenly spread, are statistics taken. */
const MOST_FILES = 512;
const FILES_A_READ = 64;

/** Mean and standard deviation of pixel/255 in every channel, and of how many images. */
export interface SplitStatistics extends PixelStatistics {
  readonly images: number;
}

/**
 * Mean and standard deviation of a split's pixels: of all images in memory; of images in files, as evaluation sees them,
 * of 512 at most.
 */
export async function splitStatistics(shape: ImageShape, split: Split): Promise<SplitStatistics> {
  const [, , channels] = shape;
  const counts = Array.from({ length: channels }, () => new Float64Array(256));
  if (split.kind === 'memory') {
    countValues(split.images, counts);
    return { ...momentsOf(counts), images: split.count };
  }
  const chosen = evenlySpread(split.count, Math.min(MOST_FILES, split.count));
  for (let first = 0; first < chosen.length; first += FILES_A_READ) {
    const { images } = await readExamples({ shape }, split, chosen.slice(first, first + FILES_A_READ));
    countValues(images, counts);
  }
  return { ...momentsOf(counts), images: chosen.length };
}

/** `chosen` of the numbers below `count`, as evenly spread as can be, from 0 on. */
export function evenlySpread(count: number, chosen: number): number[] {
  return Array.from({ length: chosen }, (_, k) => Math.floor((k * count) / chosen));
}

/** Adds to how often each value occurs in each channel: sums of them are exact. */
function countValues(pixels: Uint8Array, counts: readonly Float64Array[]): void {
  const channels = counts.length;
  counts.forEach((count, channel) => {
    for (let k = channel; k < pixels.length; k += channels) count[pixels[k]!]! += 1;
  });
}

function momentsOf(counts: readonly Float64Array[]): PixelStatistics {
  const moments = counts.map((count) => {
    const total = count.reduce((a, b) => a + b, 0);
    const mean = count.reduce((sum, times, value) => sum + times * value, 0) / total;
    const variance = count.reduce((sum, times, value) => sum + times * (value - mean) ** 2, 0) / total;
    return { mean: mean / 255, std: Math.sqrt(variance) / 255 };
  });
  return { mean: moments.map(({ mean }) => mean), std: moments.map(({ std }) => std) };
}
