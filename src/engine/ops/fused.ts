import * as tf from '@tensorflow/tfjs-core';
import { tracedPrecision } from '../compile/tracing.ts';
import type { NativeBackend } from '../native/backend.ts';

type Attribute = number | boolean | string | { readonly type: number };

/** Has the running engine TensorFlow's fused batch norm? It is float32: a float64 trace composes. */
export function hasFusedKernels(): boolean {
  return runsOnTensorFlow() && tracedPrecision() !== 'float64';
}

/** Is the running engine TensorFlow? */
export function runsOnTensorFlow(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/** Does the running engine compute on a GPU? */
export function runsOnGpu(): boolean {
  return runsOnTensorFlow() && (tf.backend() as NativeBackend).binding.isUsingGpuDevice();
}

/** Runs a TensorFlow operation by its name. Not on the tape: callers give it a gradient with `tf.customGrad`. */
export function runFused(
  op: string,
  inputs: readonly tf.Tensor[],
  outputs: number,
  attributes: Readonly<Record<string, Attribute>>,
): tf.Tensor[] {
  const backend = tf.backend() as NativeBackend;
  const { binding } = backend;
  const typed = Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
    if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
    if (typeof value === 'number') return { name, type: binding.TF_ATTR_FLOAT, value };
    return { name, type: binding.TF_ATTR_TYPE, value: value.type };
  });
  return binding
    .executeOp(op, typed, backend.getInputTensorIds(inputs), outputs)
    .map((result) => backend.createOutputTensor(result));
}

/** A gradient of its own for a value that is already computed. */
export interface OwnGradient<T extends tf.Tensor> {
  /** What the gradient flows to. */
  readonly inputs: readonly tf.Tensor[];
  /** What the gradient needs besides dy: nothing else outlives the forward pass. */
  readonly saved: readonly tf.Tensor[];
  /** From the gradient of the value to those of the inputs, in order. */
  readonly gradient: (dy: T, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/** Puts a computed value on the tape with its own gradient. */
export function withGradient<T extends tf.Tensor>(value: T, { inputs, saved, gradient }: OwnGradient<T>): T {
  const op = tf.customGrad((...given) => {
    const save = given.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    save([...saved]);
    return { value: tf.clone(value), gradFunc: (dy, kept) => gradient(dy as T, kept) };
  });
  return op(...inputs) as T;
}
