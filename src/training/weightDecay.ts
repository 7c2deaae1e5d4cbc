import * as tf from '@tensorflow/tfjs-core';
import { fromVector, toVector, type VectorLayout } from '../sharpness/parameterVector.ts';
import type { WeightDecay } from './types.ts';

/** How the parameters decay, in a graph: lambda is an argument of it, or 0. */
export type Decay = Pick<WeightDecay, 'scope' | 'kind'> & { readonly lambda: tf.Tensor | 0 };

/** The parameters that decay; 0 in place of the others. */
function decaying(w: tf.Tensor1D, layout: VectorLayout, scope: WeightDecay['scope']): tf.Tensor1D {
  if (scope === 'all') return w;
  const parts = Object.entries(fromVector(w, layout)).map(([name, part]) => [
    name,
    part.rank > 1 ? part : tf.zeros([1]),
  ]);
  return toVector(Object.fromEntries(parts), layout);
}

/** The gradient with coupled decay: g + lambda w. */
export function decayedGradient(
  gradient: tf.Tensor1D,
  w: tf.Tensor1D,
  layout: VectorLayout,
  { lambda, scope, kind }: Decay,
): tf.Tensor1D {
  if (kind !== 'coupled' || lambda === 0) return gradient;
  return tf.add(gradient, tf.mul(decaying(w, layout, scope), lambda));
}

/** The parameters with decoupled decay: w - alpha lambda w. */
export function decayedParameters(
  w: tf.Tensor1D,
  learningRate: tf.Tensor,
  layout: VectorLayout,
  { lambda, scope, kind }: Decay,
): tf.Tensor1D {
  if (kind !== 'decoupled' || lambda === 0) return w;
  return tf.sub(w, tf.mul(tf.mul(decaying(w, layout, scope), lambda), learningRate));
}
