import { resizePart } from './resizeImage.ts';
import type { ImageShape, RawImage } from './types.ts';

/** ImageNet's images are resized to 256 pixels before 224 of them are taken. */
const RESIZED = 256;
const TAKEN = 224;

/**
 * The part of a decoded image that a network sees in evaluation, of the dataset's shape: torchvision's
 * `Resize(size * 256 / 224)`, which is of the shorter side, and `CenterCrop(size)`. An image that has the shape is taken
 * as it is, unless it is ImageNet's 224 x 224.
 *
 * @param shape has as many channels as the image
 */
export function evaluationView(image: RawImage, shape: ImageShape): RawImage {
  const [height, width] = shape;
  const isFitting = image.shape[0] === height && image.shape[1] === width;
  if (isFitting && !(height === TAKEN && width === TAKEN)) return image;
  const [resizedHeight, resizedWidth] = coveringSize(image.shape, shape);
  const part = {
    top: roundHalfEven((resizedHeight - height) / 2),
    left: roundHalfEven((resizedWidth - width) / 2),
    height,
    width,
  };
  return resizePart(image, [resizedHeight, resizedWidth], part);
}

/** The smallest size of the image's proportions that covers the shape with its margin. */
function coveringSize([height, width]: ImageShape, shape: ImageShape): [height: number, width: number] {
  const down = Math.round((shape[0] * RESIZED) / TAKEN);
  const across = Math.round((shape[1] * RESIZED) / TAKEN);
  // truncated, as torchvision does
  return across * height <= down * width
    ? [down, Math.trunc((down * width) / height)]
    : [Math.trunc((across * height) / width), across];
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
