/** Labelled images as they are on disk: pixels 0-255, row-major [count, height, width, channels]. */
export interface Split {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/** A dataset in memory with what its pixels are normalized by. */
export interface Dataset {
  readonly name: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  /** Per channel, of pixel/255. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly train: Split;
  readonly test: Split;
}
