import * as tf from '@tensorflow/tfjs-core';

/** What the binding tells of a tensor that an operation made. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** An operation's attribute, as tfjs-node hands it to the binding. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

type Bytes = Float32Array | Int32Array | Uint8Array;

/** The part of the compiled binding that is used here. */
export interface Binding {
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[];
  createTensor(shape: readonly number[], dtype: number, data: Bytes): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Bytes;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[];
  isUsingGpuDevice(): boolean;
  readonly TF_Version: string;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

interface TensorData {
  readonly shape: readonly number[];
  readonly dtype: number;
  id: number;
  /** Set until the first operation uses the tensor: its handle does not exist before. */
  values: Bytes | null;
  refCount: number;
}

/** tfjs-node's backend: tensors by data id, each a TensorFlow handle. */
export interface NativeBackend extends tf.KernelBackend {
  binding: Binding;
  readonly tensorMap: {
    get(dataId: object): TensorData;
    set(dataId: object, data: TensorData): void;
    has(dataId: object): boolean;
  };
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
}

/** TensorFlow's numbers for types. */
export const DT: { readonly float: 1; readonly double: 2; readonly int32: 3; readonly bool: 10 } = {
  float: 1,
  double: 2,
  int32: 3,
  bool: 10,
};

/** The handle's values as another type. */
export function castHandle(binding: Binding, id: number, from: number, to: number): TensorMetadata {
  const attributes = [
    { name: 'SrcT', type: binding.TF_ATTR_TYPE, value: from },
    { name: 'DstT', type: binding.TF_ATTR_TYPE, value: to },
    { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
  ];
  return binding.executeOp('Cast', attributes, [id], 1)[0]!;
}

/** A tensor of tfjs around a handle; tfjs has no name for double, so those are called float32 too. */
export function wrapHandle(backend: NativeBackend, metadata: TensorMetadata): tf.Tensor {
  if (metadata.dtype !== DT.double) return backend.createOutputTensor(metadata);
  const dataId = {};
  const { shape, dtype, id } = metadata;
  backend.tensorMap.set(dataId, { shape, dtype, id, values: null, refCount: 1 });
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype: 'float32' });
}
