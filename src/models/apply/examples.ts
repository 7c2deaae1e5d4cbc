import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, labelsOf, pixels, type Split } from '../../data/index.ts';

/** Normalized images, [examples, height, width, channels], and their one-hot labels, [examples, classes]. */
export type Examples = {
  readonly images: tf.Tensor4D;
  readonly targets: tf.Tensor2D;
};

/** The chosen examples of a split as tensors. */
export function examplesOf(dataset: Dataset, split: Split, indices: ArrayLike<number>): Examples {
  const images = tf.tensor4d(pixels(dataset, split, indices), [indices.length, ...dataset.shape], 'float32');
  const targets = new Float32Array(indices.length * dataset.classes);
  labelsOf(split, indices).forEach((label, k) => {
    targets[k * dataset.classes + label] = 1;
  });
  return { images, targets: tf.tensor2d(targets, [indices.length, dataset.classes], 'float32') };
}
