/** Height, width and channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** One image: pixels 0-255, row-major [height, width, channels]. */
export interface RawImage {
  readonly shape: ImageShape;
  readonly data: Uint8Array;
}

/** A class an example. */
export type Labels = Uint8Array | Uint16Array;

/** Labelled images in memory, all of the dataset's shape: pixels 0-255, row-major [count, height, width, channels]. */
export interface MemorySplit {
  readonly kind: 'memory';
  readonly images: Uint8Array;
  readonly labels: Labels;
  readonly count: number;
}

/** Labelled images in files of any size, which are decoded when they are needed. */
export interface FileSplit {
  readonly kind: 'files';
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly labels: Labels;
  readonly count: number;
}

export type Split = MemorySplit | FileSplit;

/** A dataset with what its pixels are normalized by. */
export interface Dataset {
  readonly name: string;
  /** What networks see: files are resized and cropped to it. */
  readonly shape: ImageShape;
  readonly classes: number;
  /** Per channel, of pixel/255. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly train: Split;
  readonly test: Split;
}

/** Examples as a network takes them. */
export interface Batch {
  /** Normalized: row-major [count, height, width, channels]. */
  readonly images: Float32Array<ArrayBuffer>;
  /** Probabilities, row-major [count, classes]: one-hot, or mixed by CutMix; not smoothed. */
  readonly targets: Float32Array<ArrayBuffer>;
  readonly count: number;
}

/** What is done to training images on the way to the network. */
export interface AugmentationOptions {
  /** `padded`: framed by 4 zeros and cropped at random to its size; `resized`: a random part, resized to the dataset's shape. */
  readonly crop: 'none' | 'padded' | 'resized';
  /** Mirrored from left to right with probability 1/2. */
  readonly flip: boolean;
  /** AutoAugment's policy for CIFAR-10 (Cubuk et al. 2019), after crop and flip. */
  readonly autoAugment: boolean;
  /** The side in pixels of the square that Cutout (DeVries and Taylor 2017) blanks; 0 for none. */
  readonly cutout: number;
  /** The probability that CutMix (Yun et al. 2019) mixes a batch; 0 for never. */
  readonly cutMix: number;
  /** CutMix draws the share that it keeps from Beta(alpha, alpha). */
  readonly cutMixAlpha: number;
}
