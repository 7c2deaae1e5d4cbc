import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../../src/engine/index.ts';
import { elements, type HostArray, map, normals, tensorOf } from '../../support/hostTensors.ts';
import * as reference from './reference.ts';

/** An op, the inputs that it is differentiated by, and its definition. */
export interface OpCase {
  readonly name: string;
  readonly inputs: readonly HostArray[];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly reference: (...inputs: HostArray[]) => HostArray;
}

/** Away from ReLU's kink, where no derivative exists. */
const kinkless = map(normals(1, [2, 3, 3, 2]), (x) => x + 0.1 * Math.sign(x));

const affine = [map(normals(3, [4]), (x) => 1 + 0.3 * x), normals(4, [4])] as const;
/** Few bits: a float64 function takes other constants for the decimals next to them. */
const eighths = (x: number): number => Math.round(8 * x) / 8;
const moments = {
  mean: map(normals(5, [4]), eighths),
  variance: map(normals(6, [4]), (x) => eighths(0.3 + Math.abs(x))),
};
const shifted = map(normals(2, [3, 2, 3, 4]), (x) => 5 + 2 * x);

/** The op that the running moments parametrize takes them as constants. */
function batchNorm([x, scale, offset]: tf.Tensor[]): tf.Tensor {
  const running = {
    mean: tensorOf(moments.mean) as tf.Tensor1D,
    variance: tensorOf(moments.variance) as tf.Tensor1D,
  };
  return ops.batchNorm(
    x as tf.Tensor4D,
    { scale: scale as tf.Tensor1D, offset: offset as tf.Tensor1D },
    running,
  );
}

function batchNormTraining([x, scale, offset]: tf.Tensor[]): ReturnType<typeof ops.batchNormTraining> {
  const parameters = { scale: scale as tf.Tensor1D, offset: offset as tf.Tensor1D };
  return ops.batchNormTraining(x as tf.Tensor4D, parameters);
}

const normalization: OpCase[] = [
  {
    name: 'batch norm in evaluation',
    inputs: [shifted, ...affine],
    apply: (...inputs) => batchNorm(inputs),
    reference: (x, scale, offset) => reference.batchNormalized(x!, scale!, offset!, moments),
  },
  {
    name: 'batch norm in training',
    inputs: [shifted, ...affine],
    apply: (...inputs) => batchNormTraining(inputs).y,
    reference: (x, scale, offset) =>
      reference.batchNormalized(x!, scale!, offset!, reference.channelMoments(x!)),
  },
];

const hard: HostArray = { shape: [3, 4], values: Float64Array.from([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]) };
const soft: HostArray = {
  shape: [3, 4],
  values: Float64Array.from([0.25, 0.25, 0.25, 0.25, 0.5, 0.125, 0.375, 0, 0, 0, 0, 1]),
};

function entropy(name: string, logits: HostArray, targets: HostArray): OpCase {
  return {
    name: `softmax cross-entropy, ${name}`,
    inputs: [logits],
    apply: (z) => ops.softmaxCrossEntropy(z as tf.Tensor2D, tensorOf(targets) as tf.Tensor2D),
    reference: (z) => reference.crossEntropy(z!, targets),
  };
}

type Size = readonly [height: number, width: number];

/** Our convolution: padded alike on both sides. */
function convolution(stride: 1 | 2, [height, width]: Size, size: number): OpCase {
  const before = (size - 1) / 2;
  const out = [Math.ceil(height / stride), Math.ceil(width / stride)] as const;
  return {
    name: `${size}x${size} convolution of ${height}x${width} with stride ${stride}`,
    inputs: [normals(7, [2, height, width, 3]), normals(8, [size, size, 3, 2])],
    apply: (x, filter) => ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride),
    reference: (x, filter) => reference.convolution(x!, filter!, { stride, before, out }),
  };
}

/** The convolution of tfjs: `same` pads less before than after where the two differ. */
function paddedConvolution(
  pad: 'same' | 'valid',
  stride: 1 | 2,
  [height, width]: Size,
  size: number,
): OpCase {
  const outSize = (length: number) =>
    pad === 'same' ? Math.ceil(length / stride) : Math.ceil((length - size + 1) / stride);
  const out = [outSize(height), outSize(width)] as const;
  const missing = Math.max((out[0] - 1) * stride + size - height, 0);
  const before = pad === 'same' ? Math.floor(missing / 2) : 0;
  return {
    name: `tfjs's ${size}x${size} convolution of ${height}x${width}, ${pad}, stride ${stride}`,
    inputs: [normals(9, [2, height, width, 2]), normals(10, [size, size, 2, 3])],
    apply: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad),
    reference: (x, filter) => reference.convolution(x!, filter!, { stride, before, out }),
  };
}

/** A convolution in groups, with `inputs` and `outputs` channels in each. */
function groupedConvolution(groups: number, inputs: number, outputs: number, stride: 1 | 2): OpCase {
  const out = [Math.ceil(5 / stride), Math.ceil(4 / stride)] as const;
  return {
    name: `convolution in ${groups} groups from ${inputs} to ${outputs} channels, stride ${stride}`,
    inputs: [normals(16, [2, 5, 4, groups * inputs]), normals(17, [3, 3, inputs, groups * outputs])],
    apply: (x, filter) => ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride),
    reference: (x, filter) => reference.convolution(x!, filter!, { stride, before: 1, out }),
  };
}

/** No two pixels are near enough for a small step to change which is the largest. */
function distinct(shape: readonly number[]): HostArray {
  const values = Float64Array.from({ length: elements(shape) }, (_, k) => ((k * 37) % 227) / 16 - 7);
  return { shape, values };
}

function maxPooling([height, width]: Size, out: Size): OpCase {
  return {
    name: `3x3 max-pooling of ${height}x${width} with padding`,
    inputs: [distinct([2, height, width, 2])],
    apply: (x) => ops.maxPool(x as tf.Tensor4D, { size: 3, stride: 2, padding: 1 }),
    reference: (x) =>
      reference.pooled(x!, { size: 3, stride: 2, padding: 1, out }, (values) => Math.max(...values)),
  };
}

function averagePooling(remainder: 'dropped' | 'kept', [height, width]: Size, out: Size): OpCase {
  return {
    name: `2x2 average pooling of ${height}x${width}, remainder ${remainder}`,
    inputs: [normals(18, [2, height, width, 3])],
    apply: (x) => ops.averagePool(x as tf.Tensor4D, remainder),
    reference: (x) => reference.pooled(x!, { size: 2, stride: 2, padding: 0, out }, reference.mean),
  };
}

export const opCases: readonly OpCase[] = [
  { name: 'relu', inputs: [kinkless], apply: (x) => ops.relu(x!), reference: (x) => reference.rectified(x!) },
  ...normalization,
  entropy('hard targets', normals(11, [3, 4]), hard),
  entropy('soft targets', normals(12, [3, 4]), soft),
  entropy(
    'logits far apart',
    map(normals(13, [3, 4]), (z) => 100 * z),
    soft,
  ),
  entropy(
    'large logits',
    map(normals(14, [3, 4]), (z) => 1000 + z),
    hard,
  ),
  {
    name: 'global average pool',
    inputs: [normals(15, [2, 3, 5, 2])],
    apply: (x) => ops.globalAveragePool(x as tf.Tensor4D),
    reference: (x) => reference.averagePooled(x!),
  },
  convolution(1, [4, 5], 3),
  convolution(2, [4, 4], 3),
  convolution(2, [5, 7], 3),
  convolution(1, [3, 4], 1),
  convolution(2, [5, 4], 1),
  groupedConvolution(2, 3, 2, 1),
  groupedConvolution(12, 3, 1, 1),
  groupedConvolution(8, 4, 4, 2),
  groupedConvolution(2, 17, 1, 1),
  maxPooling([6, 5], [3, 3]),
  maxPooling([7, 8], [4, 4]),
  averagePooling('dropped', [4, 5], [2, 2]),
  averagePooling('kept', [4, 6], [2, 3]),
  averagePooling('kept', [5, 3], [3, 2]),
  paddedConvolution('same', 1, [4, 4], 3),
  paddedConvolution('same', 2, [4, 4], 3),
  paddedConvolution('same', 2, [5, 5], 3),
  paddedConvolution('valid', 1, [5, 4], 3),
  paddedConvolution('valid', 2, [6, 6], 3),
  paddedConvolution('valid', 2, [4, 4], 1),
];

export const training = { x: shifted, scale: affine[0], offset: affine[1], batchNormTraining };
