import * as tf from '@tensorflow/tfjs-core';
import { leaves, type TensorTree, unflatten } from './tree.ts';

/** Tensors by parameter name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A scalar to differentiate, and what else is wanted of its computation. */
export type Differentiable<Aux extends TensorTree> = { readonly value: tf.Scalar; readonly aux: Aux };

/** The gradient of `f`'s value at the given tensors, by name, with all that `f` returned there. */
export function gradientOf<Aux extends TensorTree>(
  f: (at: Tensors) => Differentiable<Aux>,
  at: Tensors,
): Differentiable<Aux> & { readonly gradient: Tensors } {
  const names = Object.keys(at);
  let structure: Aux | undefined;
  let kept: tf.Tensor[] = [];
  // tfjs disposes all but the value when the forward pass ends
  const scalar = (...values: tf.Tensor[]): tf.Scalar => {
    const { value, aux } = f(Object.fromEntries(names.map((name, k) => [name, values[k]!])));
    structure = aux;
    kept = leaves(aux).map((tensor) => tf.keep(tf.clone(tensor)));
    return value;
  };
  const { value, grads } = tf.valueAndGrads(scalar)(names.map((name) => at[name]!));
  const results = kept.map((tensor) => tf.clone(tensor));
  tf.dispose(kept);
  return {
    value,
    aux: unflatten(structure!, results),
    gradient: Object.fromEntries(names.map((name, k) => [name, grads[k]!])),
  };
}
