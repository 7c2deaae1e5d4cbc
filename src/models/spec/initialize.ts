import { randomStream } from '../../random/stream.ts';
import { architectureOf } from './architectures.ts';
import { type DrawOf, type Fans, heNormal, pytorchDefault } from './draws.ts';
import { elementCount } from './modelSpec.ts';
import type { HostTensor, Initialization, ModelOptions, ModelSpec } from './types.ts';

/**
 * Fresh parameters. Batch norm begins as the identity. Each parameter has its own stream (`init/` and its name), so
 * they depend on the seed, their name and the scheme alone.
 */
export function initializeParameters(
  spec: ModelSpec,
  seed: number,
  scheme: Initialization = 'own',
): Map<string, HostTensor> {
  const drawOf = drawsOf(spec.options, scheme);
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

function drawsOf(options: ModelOptions, scheme: Initialization): DrawOf {
  switch (scheme) {
    case 'own':
      return architectureOf(options).draws;
    case 'pytorch':
      return pytorchDefault;
    case 'he':
      return heNormal;
  }
}

function fansOf([out = 1, into = 1, ...kernel]: readonly number[]): Fans {
  const receptiveField = elementCount(kernel);
  return { fanIn: into * receptiveField, fanOut: out * receptiveField };
}
