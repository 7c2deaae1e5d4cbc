import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../types.ts';
import { castHandle, DT, type NativeBackend, type TensorMetadata, wrapHandle } from './backend.ts';

/** The same bits under another type: a double is two int32 along a new last axis. */
function bitcast({ binding }: NativeBackend, id: number, from: number, to: number): TensorMetadata {
  const attributes = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: from },
    { name: 'type', type: binding.TF_ATTR_TYPE, value: to },
  ];
  return binding.executeOp('Bitcast', attributes, [id], 1)[0]!;
}

/** Doubles cross between JavaScript and TensorFlow as pairs of int32: tfjs-node's binding knows no doubles. */
export function nativeDoubles(backend: NativeBackend): Pick<Engine, 'doubles' | 'fromDoubles' | 'single'> {
  const { binding } = backend;
  const isDouble = (tensor: tf.Tensor): boolean => backend.tensorMap.get(tensor.dataId).dtype === DT.double;

  const doubles = (tensor: tf.Tensor): Float64Array => {
    if (!isDouble(tensor)) return Float64Array.from(tensor.dataSync());
    const [id] = backend.getInputTensorIds([tensor]);
    const pairs = bitcast(backend, id!, DT.double, DT.int32).id;
    const halves = Int32Array.from(binding.tensorDataSync(pairs));
    binding.deleteTensor(pairs);
    return new Float64Array(halves.buffer);
  };

  const single = (tensor: tf.Tensor): tf.Tensor => {
    if (!isDouble(tensor)) return tf.clone(tensor);
    const [id] = backend.getInputTensorIds([tensor]);
    return backend.createOutputTensor(castHandle(binding, id!, DT.double, DT.float));
  };

  const fromDoubles = (values: ArrayLike<number>, shape: readonly number[]): tf.Tensor => {
    const halves = new Int32Array(Float64Array.from(values).buffer);
    const pairs = binding.createTensor([...shape, 2], DT.int32, halves);
    const metadata = bitcast(backend, pairs, DT.int32, DT.double);
    binding.deleteTensor(pairs);
    return wrapHandle(backend, metadata);
  };

  return { doubles, fromDoubles, single };
}
