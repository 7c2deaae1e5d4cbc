import type { RandomStream } from '../../random/stream.ts';
import { UserError } from '../../userError.ts';
import type { RawImage } from '../types.ts';
import { type OperationName, operations } from './operations/operations.ts';

/** An operation that is applied with a probability, as strong as its bin says. */
type Step = readonly [operation: OperationName, probability: number, bin: number];

/** Cubuk et al. 2019 (arXiv:1805.09501), table 7: the 25 sub-policies that were found on CIFAR-10. */
// biome-ignore format: a line a sub-policy
const policy: readonly (readonly [Step, Step])[] = [
  [['invert', 0.1, 0], ['contrast', 0.2, 6]],
  [['rotate', 0.7, 2], ['translateX', 0.3, 9]],
  [['sharpness', 0.8, 1], ['sharpness', 0.9, 3]],
  [['shearY', 0.5, 8], ['translateY', 0.7, 9]],
  [['autoContrast', 0.5, 0], ['equalize', 0.9, 0]],
  [['shearY', 0.2, 7], ['posterize', 0.3, 7]],
  [['color', 0.4, 3], ['brightness', 0.6, 7]],
  [['sharpness', 0.3, 9], ['brightness', 0.7, 9]],
  [['equalize', 0.6, 0], ['equalize', 0.5, 0]],
  [['contrast', 0.6, 7], ['sharpness', 0.6, 5]],
  [['color', 0.7, 7], ['translateX', 0.5, 8]],
  [['equalize', 0.3, 0], ['autoContrast', 0.4, 0]],
  [['translateY', 0.4, 3], ['sharpness', 0.2, 6]],
  [['brightness', 0.9, 6], ['color', 0.2, 8]],
  [['solarize', 0.5, 2], ['invert', 0, 0]],
  [['equalize', 0.2, 0], ['autoContrast', 0.6, 0]],
  [['equalize', 0.2, 0], ['equalize', 0.6, 0]],
  [['color', 0.9, 9], ['equalize', 0.6, 0]],
  [['autoContrast', 0.8, 0], ['solarize', 0.2, 8]],
  [['brightness', 0.1, 3], ['color', 0.7, 0]],
  [['solarize', 0.4, 5], ['autoContrast', 0.9, 0]],
  [['translateY', 0.9, 9], ['translateY', 0.7, 9]],
  [['autoContrast', 0.9, 0], ['solarize', 0.8, 3]],
  [['equalize', 0.8, 0], ['invert', 0.1, 0]],
  [['translateY', 0.7, 9], ['autoContrast', 0.9, 0]],
];

/** The random choices for an image: which sub-policy, and for each of its steps a chance in [0, 1) and a sign. */
export interface AutoAugmentDraw {
  readonly subPolicy: number;
  readonly chances: readonly [number, number];
  readonly signs: readonly [1 | -1, 1 | -1];
}

export function drawAutoAugment(stream: RandomStream): AutoAugmentDraw {
  const sign = (): 1 | -1 => (stream.uniform() < 0.5 ? -1 : 1);
  return {
    subPolicy: stream.integer(policy.length),
    chances: [stream.uniform(), stream.uniform()],
    signs: [sign(), sign()],
  };
}

/**
 * AutoAugment with the policy for CIFAR-10, as torchvision's `AutoAugment` applies it to Pillow's images: nearest
 * pixels, 0 where an image moved away.
 *
 * @throws UserError when the image has neither 1 nor 3 channels
 */
export function autoAugment(image: RawImage, { subPolicy, chances, signs }: AutoAugmentDraw): RawImage {
  const { shape } = image;
  if (shape[2] !== 1 && shape[2] !== 3) {
    throw new UserError(`AutoAugment takes images of 1 or 3 channels; these have ${shape[2]}`);
  }
  return policy[subPolicy]!.reduce((before: RawImage, [name, probability, bin], k) => {
    if (chances[k]! >= probability) return before;
    const { magnitude, signed, apply } = operations[name];
    return apply(before, magnitude(bin, shape) * (signed ? signs[k]! : 1));
  }, image);
}
