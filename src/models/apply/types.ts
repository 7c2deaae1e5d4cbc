import type * as tf from '@tensorflow/tfjs-core';

/** Tensors by name. Convolution filters are [height, width, in, out]; everything else is as in PyTorch. */
export type Weights = {
  readonly parameters: Readonly<Record<string, tf.Tensor>>;
  readonly buffers: Readonly<Record<string, tf.Tensor>>;
};

/**
 * Evaluation: batch norm by its running statistics, no dropout. Training: by the batch's statistics; `seed`, [2]
 * int32, decides what dropout and ShakeDrop draw. Batch: by the batch's statistics too, but nothing is drawn and no
 * buffer moves.
 */
export type Pass =
  | { readonly mode: 'evaluation' }
  | { readonly mode: 'batch' }
  | { readonly mode: 'training'; readonly seed: tf.Tensor1D };

export type Forward = {
  /** [examples, classes] */
  readonly logits: tf.Tensor2D;
  readonly buffers: Readonly<Record<string, tf.Tensor>>;
};

/** A network as a pure function. Images are normalized, [examples, height, width, channels]. */
export type Model = (weights: Weights, images: tf.Tensor4D, pass: Pass) => Forward;
