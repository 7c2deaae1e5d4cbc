import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../types.ts';
import { castHandle, DT, type NativeBackend, type TensorMetadata } from './backend.ts';

/** x - y on handles of doubles. */
function subtract({ binding }: NativeBackend, x: number, y: number): TensorMetadata {
  const T = { name: 'T', type: binding.TF_ATTR_TYPE, value: DT.double };
  return binding.executeOp('Sub', [T], [x, y], 1)[0]!;
}

/**
 * Doubles cross between JavaScript and TensorFlow as sums of floats, since tfjs-node's binding knows no
 * other way: three floats hold the 53 bits of a double within float32's range of exponents.
 */
export function nativeDoubles(backend: NativeBackend): Pick<Engine, 'doubles' | 'fromDoubles' | 'single'> {
  const { binding } = backend;
  const PARTS = 3;

  const doubles = (tensor: tf.Tensor): Float64Array => {
    const [id] = backend.getInputTensorIds([tensor]);
    if (backend.tensorMap.get(tensor.dataId).dtype !== DT.double) return Float64Array.from(tensor.dataSync());
    const sum = new Float64Array(tensor.size);
    const temporary: number[] = [];
    let rest = id!;
    for (let part = 0; part < PARTS; part++) {
      const float = castHandle(binding, rest, DT.double, DT.float).id;
      const values = binding.tensorDataSync(float);
      for (let k = 0; k < sum.length; k++) {
        // an infinite first part leaves infinity - infinity: the later parts of such a value are no numbers
        if (part === 0 || Number.isFinite(values[k]!)) sum[k]! += values[k]!;
      }
      const widened = castHandle(binding, float, DT.float, DT.double).id;
      rest = subtract(backend, rest, widened).id;
      temporary.push(float, widened, rest);
    }
    for (const handle of temporary) binding.deleteTensor(handle);
    return sum;
  };

  const single = (tensor: tf.Tensor): tf.Tensor => {
    const [id] = backend.getInputTensorIds([tensor]);
    if (backend.tensorMap.get(tensor.dataId).dtype !== DT.double) return tf.clone(tensor);
    return backend.createOutputTensor(castHandle(binding, id!, DT.double, DT.float));
  };

  const fromDoubles = (values: ArrayLike<number>, shape: readonly number[]): tf.Tensor => {
    const rest = Float64Array.from(values);
    let sum: number | undefined;
    for (let part = 0; part < PARTS; part++) {
      const floats = Float32Array.from(rest);
      for (let k = 0; k < rest.length; k++) rest[k] = Number.isFinite(floats[k]!) ? rest[k]! - floats[k]! : 0;
      const float = binding.createTensor(shape, DT.float, floats);
      const widened = castHandle(binding, float, DT.float, DT.double).id;
      binding.deleteTensor(float);
      if (sum === undefined) sum = widened;
      else {
        const T = { name: 'T', type: binding.TF_ATTR_TYPE, value: DT.double };
        const next = binding.executeOp('AddV2', [T], [sum, widened], 1)[0]!.id;
        binding.deleteTensor(sum);
        binding.deleteTensor(widened);
        sum = next;
      }
    }
    const dataId = {};
    const dims = [...shape];
    backend.tensorMap.set(dataId, { shape: dims, dtype: DT.double, id: sum!, values: null, refCount: 1 });
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape: dims, dtype: 'float32' });
  };

  return { doubles, fromDoubles, single };
}
