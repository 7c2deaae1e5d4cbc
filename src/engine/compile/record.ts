import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../engineError.ts';
import { type Binding, castHandle, DT, type NativeBackend, type OpAttribute } from '../native/backend.ts';
import { leaves, type TensorTree, unflatten } from '../tree.ts';
import { type AttrValue, constant, type GraphNode, identity, placeholder, shapeProto } from './graph.ts';

/** What one eager run of a function asked of TensorFlow. */
export interface Recording<R extends TensorTree> {
  readonly nodes: readonly GraphNode[];
  /** Placeholders, one a leaf of the arguments. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The structure of the result; its tensors are disposed, and stand for places only. */
  readonly structure: R;
}

function attributeValue(binding: Binding, { name, type, value }: OpAttribute): AttrValue {
  const text = (item: unknown): Uint8Array => Buffer.from(String(item));
  const isList = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_STRING:
      return isList ? { list: { s: value.map(text) } } : { s: text(value) };
    case binding.TF_ATTR_INT:
      return isList ? { list: { i: value as number[] } } : { i: value as number };
    case binding.TF_ATTR_FLOAT:
      return isList ? { list: { f: value as number[] } } : { f: value as number };
    case binding.TF_ATTR_BOOL:
      return isList ? { list: { b: value as boolean[] } } : { b: value as boolean };
    case binding.TF_ATTR_TYPE:
      return isList ? { list: { type: value as number[] } } : { type: value as number };
    case binding.TF_ATTR_SHAPE:
      return { shape: shapeProto(value as number[]) };
    default:
      throw new EngineError(`attribute ${name} has a type (${type}) that a graph cannot carry`);
  }
}

function copyBytes(data: Float32Array | Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}

/** A handle of its own for an argument: the same tensor given twice must not become one placeholder. */
function ownHandle(backend: NativeBackend, tensor: tf.Tensor): tf.Tensor {
  const [id] = backend.getInputTensorIds([tensor]);
  const { dtype } = backend.tensorMap.get(tensor.dataId);
  const { binding } = backend;
  if (dtype === DT.double) return backend.createOutputTensor(castHandle(binding, id!, DT.double, DT.float));
  const T = { name: 'T', type: binding.TF_ATTR_TYPE, value: dtype };
  return backend.createOutputTensor(binding.executeOp('Identity', [T], [id!], 1)[0]!);
}

/**
 * Runs a function once, eagerly, and writes down every operation that TensorFlow was asked for.
 *
 * @throws EngineError when the function reads a value back or uses a tensor that is no argument of it
 */
export function record<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  fn: (...args: A) => R,
  args: A,
): Recording<R> {
  const nodes: GraphNode[] = [];
  const where = new Map<number, string>();
  const made = new WeakSet<object>();
  const { binding, write, getInputTensorIds } = backend;

  const recorders: Pick<Binding, 'executeOp' | 'createTensor' | 'tensorDataSync'> = {
    executeOp(op, attributes, inputs, outputs) {
      const name = `n${nodes.length}`;
      const input = Array.from(inputs, (id) => where.get(id)!);
      const given = attributes.map((a) => [a.name, attributeValue(binding, a)] as const);
      const results = binding.executeOp(op, attributes, inputs, outputs);
      // the one operation that tfjs-node leaves untyped: eager TensorFlow fills that in, a graph does not
      const implied = op === 'ExpandDims' ? { T: { type: results[0]!.dtype }, Tdim: { type: DT.int32 } } : {};
      nodes.push({ name, op, input, attr: { ...implied, ...Object.fromEntries(given) } });
      results.forEach((result, k) => {
        where.set(result.id, k === 0 ? name : `${name}:${k}`);
      });
      return results;
    },
    createTensor(shape, dtype, data) {
      const name = `n${nodes.length}`;
      nodes.push(constant(name, dtype, shape, copyBytes(data)));
      const id = binding.createTensor(shape, dtype, data);
      where.set(id, name);
      return id;
    },
    tensorDataSync() {
      throw new EngineError(
        'a compiled function cannot read a value back (data, dataSync, array, arraySync)',
      );
    },
  };
  const recordingBinding = Object.create(binding, Object.getOwnPropertyDescriptors(recorders)) as Binding;

  let recording: Recording<R> | undefined;
  tf.tidy(() => {
    const own = leaves(args as TensorTree).map((tensor) => ownHandle(backend, tensor));
    const inputs = own.map((tensor, k) => {
      const { id, dtype, shape } = backend.tensorMap.get(tensor.dataId);
      const node = placeholder(`argument${k}`, dtype, shape);
      nodes.push(node);
      where.set(id, node.name);
      return node.name;
    });
    backend.binding = recordingBinding;
    backend.write = (...values) => {
      const dataId = write.apply(backend, values);
      made.add(dataId);
      return dataId;
    };
    backend.getInputTensorIds = (tensors) => {
      for (const { dataId, shape } of tensors) {
        // tfjs-node's 64-bit integer scalars are no tensors and have no data id
        if (dataId === undefined || made.has(dataId) || where.has(backend.tensorMap.get(dataId).id)) continue;
        throw new EngineError(
          `a compiled function takes every tensor as an argument, but it uses one of shape [${shape}] from outside`,
        );
      }
      return getInputTensorIds.call(backend, tensors);
    };
    try {
      const structure = fn(...unflatten(args, own));
      const outputs = leaves(structure).map((tensor, k) => {
        const [id] = backend.getInputTensorIds([tensor]);
        const node = identity(`result${k}`, backend.tensorMap.get(tensor.dataId).dtype, where.get(id!)!);
        nodes.push(node);
        return node.name;
      });
      recording = { nodes, inputs, outputs, structure };
    } finally {
      backend.binding = binding;
      backend.write = write;
      backend.getInputTensorIds = getInputTensorIds;
    }
  });
  return recording!;
}
