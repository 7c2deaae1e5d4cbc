import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, exactPixels, labelsOf, type MemorySplit, pixels } from '../../data/index.ts';
import type { Engine } from '../../engine/index.ts';

/** Normalized images, [examples, height, width, channels], and their one-hot labels, [examples, classes]. */
export type Examples = {
  readonly images: tf.Tensor4D;
  readonly targets: tf.Tensor2D;
};

function oneHot(labels: ArrayLike<number>, classes: number): tf.Tensor2D {
  const targets = new Float32Array(labels.length * classes);
  for (let k = 0; k < labels.length; k++) targets[k * classes + labels[k]!] = 1;
  return tf.tensor2d(targets, [labels.length, classes], 'float32');
}

/** The chosen examples of a split as tensors. */
export function examplesOf(dataset: Dataset, split: MemorySplit, indices: ArrayLike<number>): Examples {
  const images = tf.tensor4d(pixels(dataset, split, indices), [indices.length, ...dataset.shape], 'float32');
  return { images, targets: oneHot(labelsOf(split, indices), dataset.classes) };
}

/** The same with images that float64 functions take without rounding. */
export function exactExamplesOf(
  engine: Engine,
  dataset: Dataset,
  split: MemorySplit,
  indices: ArrayLike<number>,
): Examples {
  const shape = [indices.length, ...dataset.shape];
  const images = engine.fromDoubles(exactPixels(dataset, split, indices), shape) as tf.Tensor4D;
  return { images, targets: oneHot(labelsOf(split, indices), dataset.classes) };
}
