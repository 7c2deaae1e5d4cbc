import type { RawImage } from '../types.ts';

/** Bytes that a loader keeps. */
const MOST_BYTES = 2 ** 30;
/** What an image takes beside its pixels, about: its objects and its place in the map. */
export const BYTES_BESIDE = 700;

/** Decoded images by their files, which later passes need not decode again. */
export interface KeptImages {
  get(file: string): RawImage | undefined;
  /** Keeps a copy of the image if there is still room; what is kept stays, so that every pass finds it. */
  keep(file: string, image: RawImage): void;
}

/** What a loader keeps of a dataset in files. */
export interface KeptDataset {
  /** As they were decoded, of any size. */
  readonly whole: KeptImages;
  /** Of the dataset's shape, as evaluation sees them. */
  readonly view: KeptImages;
}

/** Nothing yet. The bytes of all images together never exceed the budget. */
export function keptDataset(budget: number = MOST_BYTES): KeptDataset {
  let left = budget;
  const keptImages = (): KeptImages => {
    const images = new Map<string, RawImage>();
    return {
      get: (file) => images.get(file),
      keep: (file, { shape, data }) => {
        const bytes = data.length + BYTES_BESIDE;
        if (bytes > left || images.has(file)) return;
        left -= bytes;
        images.set(file, { shape, data: data.slice() });
      },
    };
  };
  return { whole: keptImages(), view: keptImages() };
}
