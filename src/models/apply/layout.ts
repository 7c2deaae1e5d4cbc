import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../spec/types.ts';

type Floats = Float32Array | Float64Array;

function isFilter({ shape }: Pick<HostTensor, 'shape'>): boolean {
  return shape.length === 4;
}

/** Rearranges [a, b, c, d] so that axis k of the result is axis `order[k]` of the source. */
function transpose<Data extends Floats>(
  { shape, data }: HostTensor<Data>,
  order: readonly number[],
): HostTensor<Data> {
  const target = order.map((axis) => shape[axis]!);
  const strides = order.map((axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [n0, n1, n2, n3] = target as [number, number, number, number];
  const [s0, s1, s2, s3] = strides as [number, number, number, number];
  const result = data.slice() as Data;
  let next = 0;
  for (let a = 0; a < n0; a++)
    for (let b = 0; b < n1; b++)
      for (let c = 0; c < n2; c++)
        for (let d = 0; d < n3; d++) result[next++] = data[a * s0 + b * s1 + c * s2 + d * s3]!;
  return { shape: target, data: result };
}

/** A stored tensor as the networks take it: filters OIHW -> HWIO. The data is copied. */
export function toTensor(stored: HostTensor): tf.Tensor {
  const { shape, data } = isFilter(stored) ? transpose(stored, [2, 3, 1, 0]) : stored;
  return tf.tensor(data.slice(), [...shape], 'float32');
}

/** Data in the networks' layout as it is stored: filters HWIO -> OIHW. */
export function toStored<Data extends Floats>(host: HostTensor<Data>): HostTensor<Data> {
  return isFilter(host) ? transpose(host, [3, 2, 0, 1]) : host;
}

/** The inverse of `toTensor`. */
export function toHost(tensor: tf.Tensor): HostTensor {
  return toStored({ shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) });
}

/** Stored tensors by name as the networks take them. */
export function toTensors(stored: ReadonlyMap<string, HostTensor>): Record<string, tf.Tensor> {
  return Object.fromEntries([...stored].map(([name, tensor]) => [name, toTensor(tensor)]));
}

/** The inverse of `toTensors`. */
export function toHosts(tensors: Readonly<Record<string, tf.Tensor>>): Map<string, HostTensor> {
  return new Map(Object.entries(tensors).map(([name, tensor]) => [name, toHost(tensor)]));
}
