import * as tf from '@tensorflow/tfjs-core';
import { fromVector, toVector, type VectorLayout } from './parameterVector.ts';
import { isBias } from './perturbed.ts';
import type { NormalizationOptions } from './types.ts';

/** |w| + eta */
function elementwise(w: tf.Tensor, eta: number): tf.Tensor {
  return tf.add(tf.abs(w), eta);
}

/** ||f_j||_2 + eta for every output channel j of [height, width, in, out]. */
function filterwise(w: tf.Tensor, eta: number): tf.Tensor {
  return tf.add(tf.sqrt(tf.sum(tf.square(w), [0, 1, 2], true)), eta);
}

/**
 * The diagonal of T_w for one parameter (paper, equation 5 and the text before it).
 *
 * @param w convolution filters as [height, width, in, out]
 * @returns a tensor that broadcasts against w
 */
export function normalizationOperator(
  name: string,
  w: tf.Tensor,
  { normalization, bias, eta }: NormalizationOptions,
): tf.Tensor {
  if (isBias(name) && bias === 'frozen') return tf.scalar(0);
  if (normalization === 'none' || (isBias(name) && bias === 'constant')) return tf.scalar(1);
  return normalization === 'filter' && w.rank === 4 ? filterwise(w, eta) : elementwise(w, eta);
}

/** The diagonal of T_w for all parameters in one vector. */
export function operatorVector(
  w: tf.Tensor1D,
  layout: VectorLayout,
  options: NormalizationOptions,
): tf.Tensor1D {
  const diagonal = Object.entries(fromVector(w, layout)).map(([name, part]) => [
    name,
    normalizationOperator(name, part, options),
  ]);
  return toVector(Object.fromEntries(diagonal), layout);
}
