import { type RandomStream, randomStream } from '../../random/stream.ts';
import { elementCount } from './modelSpec.ts';
import type { HostTensor, ModelOptions, ModelSpec, ParameterSpec } from './types.ts';

/** Draws one element of a parameter. */
type Draw = (stream: RandomStream) => number;

/** The inputs and outputs that one weight of a layer sees: [out, in, height, width] or [out, in]. */
interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Fresh parameters, drawn as the implementation that the architecture is named after draws them. Each
 * parameter has its own stream (`init/` and its name), so they depend on the seed and their name alone.
 */
export function initializeParameters(spec: ModelSpec, seed: number): Map<string, HostTensor> {
  const weightShapes = new Map(spec.parameters.map(({ name, shape }) => [name, shape]));
  return new Map(
    spec.parameters.map((parameter) => {
      const weightShape = weightShapes.get(parameter.name.replace(/bias$/, 'weight')) ?? parameter.shape;
      const draw = drawOf(spec.options.architecture, parameter, fansOf(weightShape));
      const stream = randomStream(seed, `init/${parameter.name}`);
      const data = new Float32Array(elementCount(parameter.shape));
      for (let i = 0; i < data.length; i++) data[i] = draw(stream);
      return [parameter.name, { shape: parameter.shape, data }];
    }),
  );
}

/** Batch norm's running statistics before any training: mean 0, variance 1. */
export function initialBuffers(spec: ModelSpec): Map<string, HostTensor> {
  return new Map(
    spec.buffers.map(({ name, shape, initial }) => [
      name,
      { shape, data: new Float32Array(elementCount(shape)).fill(initial) },
    ]),
  );
}

function drawOf(architecture: ModelOptions['architecture'], { role }: ParameterSpec, fans: Fans): Draw {
  if (role === 'batch-norm-weight') return constant(1);
  if (role === 'batch-norm-bias') return constant(0);
  const pytorchDefault = uniformWithin(1 / Math.sqrt(fans.fanIn));
  switch (architecture) {
    case 'mlp':
    case 'cnn':
      return pytorchDefault;
    case 'resnet':
      return role.endsWith('weight') ? normalOf(Math.sqrt(2 / fans.fanIn)) : pytorchDefault;
    case 'wide-resnet':
      if (role === 'conv-weight') return normalOf(Math.sqrt(2 / fans.fanOut));
      return role === 'linear-bias' ? constant(0) : pytorchDefault;
  }
}

function fansOf([out = 1, into = 1, ...kernel]: readonly number[]): Fans {
  const receptiveField = elementCount(kernel);
  return { fanIn: into * receptiveField, fanOut: out * receptiveField };
}

const constant =
  (value: number): Draw =>
  () =>
    value;

const uniformWithin =
  (bound: number): Draw =>
  (stream) =>
    (2 * stream.uniform() - 1) * bound;

const normalOf =
  (standardDeviation: number): Draw =>
  (stream) =>
    stream.normal() * standardDeviation;
