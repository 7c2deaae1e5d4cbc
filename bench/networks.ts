import type { ModelOptions } from '../src/models/spec/index.ts';

/** The networks that are timed, on images of a given shape. */

export function smallCnn(inputShape: ModelOptions['inputShape']): ModelOptions {
  return {
    architecture: 'cnn',
    channels: [8, 16, 16],
    batchNorm: true,
    dropoutRate: 0,
    inputShape,
    classes: 10,
  };
}

/** 28-2 and the like. */
export function wideResnet(
  depth: number,
  widenFactor: number,
  inputShape: ModelOptions['inputShape'],
): ModelOptions {
  return { architecture: 'wide-resnet', depth, widenFactor, dropoutRate: 0, inputShape, classes: 10 };
}
