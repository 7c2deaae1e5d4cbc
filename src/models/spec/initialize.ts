import { type RandomStream, randomStream } from '../../random/stream.ts';
import { elementCount } from './modelSpec.ts';
import type {
  HostTensor,
  Initialization,
  ModelOptions,
  ModelSpec,
  ParameterRole,
  ParameterSpec,
} from './types.ts';

/** Draws one element of a parameter. */
type Draw = (stream: RandomStream) => number;

/** The inputs and outputs that one weight of a layer sees: [out, in, height, width] or [out, in]. */
interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Fresh parameters. Batch norm begins as the identity. Each parameter has its own stream (`init/` and its name), so
 * they depend on the seed, their name and the scheme alone.
 */
export function initializeParameters(
  spec: ModelSpec,
  seed: number,
  scheme: Initialization = 'own',
): Map<string, HostTensor> {
  const drawOf = drawsOf(spec.options.architecture, scheme);
  const weightShapes = new Map(spec.parameters.map(({ name, shape }) => [name, shape]));
  return new Map(
    spec.parameters.map((parameter) => {
      const weightShape = weightShapes.get(parameter.name.replace(/bias$/, 'weight')) ?? parameter.shape;
      const draw = drawOf(parameter, fansOf(weightShape));
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

type DrawOf = (parameter: Pick<ParameterSpec, 'role'>, fans: Fans) => Draw;

function drawsOf(architecture: ModelOptions['architecture'], scheme: Initialization): DrawOf {
  if (scheme === 'pytorch') return pytorchDefault;
  return scheme === 'he' ? heNormal : ownDraws(architecture);
}

/** Convolutions and linear layers, biases too: uniform within 1 / sqrt(fan in). */
function pytorchDefault({ role }: Pick<ParameterSpec, 'role'>, { fanIn }: Fans): Draw {
  return identityNorm(role) ?? uniformWithin(1 / Math.sqrt(fanIn));
}

function heNormal({ role }: Pick<ParameterSpec, 'role'>, { fanOut }: Fans): Draw {
  return identityNorm(role) ?? (role.endsWith('bias') ? constant(0) : normalOf(Math.sqrt(2 / fanOut)));
}

/** What the code that an architecture is named after says; for the rest it leaves PyTorch's defaults. */
function ownDraws(architecture: ModelOptions['architecture']): DrawOf {
  switch (architecture) {
    case 'mlp':
    case 'cnn':
    case 'vgg19-bn':
    case 'densenet121':
    case 'resnext29-32x4d':
      return pytorchDefault;
    case 'resnet':
      return (parameter, fans) =>
        /^(conv|linear)-weight$/.test(parameter.role)
          ? normalOf(Math.sqrt(2 / fans.fanIn))
          : pytorchDefault(parameter, fans);
    case 'wide-resnet':
      return (parameter, fans) =>
        parameter.role === 'linear-bias' ? constant(0) : heConvolutions(parameter, fans);
    case 'pyramidnet':
    case 'resnet50':
      return heConvolutions;
  }
}

function heConvolutions(parameter: Pick<ParameterSpec, 'role'>, fans: Fans): Draw {
  return parameter.role === 'conv-weight' ? heNormal(parameter, fans) : pytorchDefault(parameter, fans);
}

function identityNorm(role: ParameterRole): Draw | undefined {
  if (role === 'batch-norm-weight') return constant(1);
  return role === 'batch-norm-bias' ? constant(0) : undefined;
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
