import { sharedBytes } from '../sharedBytes.ts';
import type { Dataset, Split } from '../types.ts';

/** A dataset whose images in memory threads can share: copied once if they are not shared already. */
export function sharedDataset(dataset: Dataset): Dataset {
  return { ...dataset, train: sharedSplit(dataset.train), test: sharedSplit(dataset.test) };
}

function sharedSplit(split: Split): Split {
  if (split.kind === 'files' || split.images.buffer instanceof SharedArrayBuffer) return split;
  const images = sharedBytes(split.images.length);
  images.set(split.images);
  return { ...split, images };
}
