import { type RandomStream, randomStream } from '../../random/stream.ts';
import type { AugmentationOptions, ImageShape, RawImage } from '../types.ts';
import { autoAugment, drawAutoAugment } from './autoAugment.ts';
import { flip } from './flip.ts';
import { drawShift, paddedCrop } from './paddedCrop.ts';
import { drawBox, resizedCrop } from './resizedCrop.ts';

/** What decides the random choices for an example, whatever else is drawn. */
export function exampleStream(seed: number, epoch: number, example: number): RandomStream {
  return randomStream(seed, `augmentation ${epoch} of example ${example}`);
}

/**
 * An image cropped, flipped with probability 1/2, and changed by AutoAugment, each as the options say and in this
 * order. Draws from the stream as it goes.
 *
 * @param shape of the result; the image has it already, unless it is to be cropped by `resized`
 * @throws UserError when AutoAugment cannot take the image's channels
 */
export function augmentImage(
  image: RawImage,
  shape: ImageShape,
  options: Pick<AugmentationOptions, 'crop' | 'flip' | 'autoAugment'>,
  stream: RandomStream,
): RawImage {
  const cropped = crop(image, shape, options.crop, stream);
  const mirrored = options.flip && stream.uniform() < 0.5 ? flip(cropped) : cropped;
  return options.autoAugment ? autoAugment(mirrored, drawAutoAugment(stream)) : mirrored;
}

function crop(
  image: RawImage,
  shape: ImageShape,
  kind: AugmentationOptions['crop'],
  stream: RandomStream,
): RawImage {
  switch (kind) {
    case 'none':
      return image;
    case 'padded':
      return paddedCrop(image, drawShift(stream));
    case 'resized':
      return resizedCrop(image, drawBox(image.shape, stream), shape);
  }
}
