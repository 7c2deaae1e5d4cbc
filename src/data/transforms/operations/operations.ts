import type { ImageShape, RawImage } from '../../types.ts';
import { rotate, shearX, shearY, translateX, translateY } from './affine.ts';
import { brightness, color, contrast, sharpness } from './blends.ts';
import { autoContrast, equalize, invert, posterize, solarize } from './tones.ts';

/** What AutoAugment can do to an image. */
export interface Operation {
  /** How strong it is in each of ten bins, 0 to 9. */
  readonly magnitude: (bin: number, shape: ImageShape) => number;
  /** Its opposite is as likely. */
  readonly signed: boolean;
  readonly apply: (image: RawImage, magnitude: number) => RawImage;
}

export type OperationName =
  | 'shearX'
  | 'shearY'
  | 'translateX'
  | 'translateY'
  | 'rotate'
  | 'brightness'
  | 'color'
  | 'contrast'
  | 'sharpness'
  | 'posterize'
  | 'solarize'
  | 'autoContrast'
  | 'equalize'
  | 'invert';

/** Ten even steps from `first` to `last`, in single precision as torchvision has them. */
function step(first: number, last: number, bin: number): number {
  const end = Math.fround(last);
  const width = Math.fround(Math.fround(end - first) / 9);
  return Math.fround(bin < 5 ? first + width * bin : end - width * (9 - bin));
}

const upTo = (last: number) => (bin: number) => step(0, last, bin);
const moves = { signed: true } as const;
const enhances = (enhance: Operation['apply']): Operation => ({
  magnitude: upTo(0.9),
  signed: true,
  apply: (image, magnitude) => enhance(image, 1 + magnitude),
});
const constant = { magnitude: () => 0, signed: false } as const;

/** AutoAugment's operations with torchvision's magnitudes (`AutoAugment._augmentation_space`). */
export const operations: Readonly<Record<OperationName, Operation>> = {
  shearX: { ...moves, magnitude: upTo(0.3), apply: shearX },
  shearY: { ...moves, magnitude: upTo(0.3), apply: shearY },
  translateX: {
    ...moves,
    magnitude: (bin, [, width]) => step(0, (150 / 331) * width, bin),
    apply: translateX,
  },
  translateY: {
    ...moves,
    magnitude: (bin, [height]) => step(0, (150 / 331) * height, bin),
    apply: translateY,
  },
  rotate: { ...moves, magnitude: upTo(30), apply: rotate },
  brightness: enhances(brightness),
  color: enhances(color),
  contrast: enhances(contrast),
  sharpness: enhances(sharpness),
  posterize: { signed: false, magnitude: (bin) => 8 - Math.round((bin * 4) / 9), apply: posterize },
  solarize: { signed: false, magnitude: (bin) => step(255, 0, bin), apply: solarize },
  autoContrast: { ...constant, apply: autoContrast },
  equalize: { ...constant, apply: equalize },
  invert: { ...constant, apply: invert },
};
