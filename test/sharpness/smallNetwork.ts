import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/engine/index.ts';
import { type Examples, toStored, toTensors, type Weights } from '../../src/models/apply/index.ts';
import { type CnnOptions, type HostTensor, modelSpec } from '../../src/models/spec/index.ts';
import type { Region, SharpnessPlan } from '../../src/sharpness/index.ts';
import { normals } from '../support/hostTensors.ts';
import {
  type Images,
  referenceLogits,
  referenceLoss,
  type StoredWeights,
} from '../support/referenceNetwork.ts';

/** A network of everything that the losses and modes treat in a way of their own; it would drop half in training. */
export const options: CnnOptions = {
  architecture: 'cnn',
  channels: [3, 4],
  batchNorm: true,
  dropoutRate: 0.5,
  inputShape: [6, 6, 2],
  classes: 5,
};

const spec = modelSpec(options);

function drawn(shape: readonly number[], seed: number, change: (z: number) => number): HostTensor {
  return { shape, data: Float32Array.from(normals(seed, shape).values, change) };
}

const parameters = new Map(
  spec.parameters.map(({ name, shape, role }, k) => [
    name,
    drawn(shape, k, (z) => (role === 'batch-norm-weight' ? 1 + 0.3 * z : 0.5 * z)),
  ]),
);
const buffers = new Map(
  spec.buffers.map(({ name, shape, initial }, k) => [
    name,
    drawn(shape, 100 + k, (z) => (initial === 1 ? 0.5 + z * z : 0.3 * z)),
  ]),
);

/** Its parameters and buffers, as a file would hold them. */
export const stored: StoredWeights = new Map([...parameters, ...buffers]);
export const parameterNames: readonly string[] = [...parameters.keys()];

/** Five examples: a group. */
const images: Images = { values: normals(7, [5, 6, 6, 2]).values, shape: [5, 6, 6, 2] };
const labels: readonly number[] = [3, 0, 4, 1, 3];

export function weightsOn(): Weights {
  return { parameters: toTensors(parameters), buffers: toTensors(buffers) };
}

export function examplesOn(engine: Engine): Examples {
  const targets = labels.flatMap((label) => [0, 1, 2, 3, 4].map((k) => (k === label ? 1 : 0)));
  return {
    images: engine.fromDoubles(images.values, images.shape) as tf.Tensor4D,
    targets: tf.tensor2d(targets, [labels.length, 5]),
  };
}

/** L_i at weights that may have been moved, in plain double precision. */
export function referenceLosses(
  { loss, batchNorm }: Pick<SharpnessPlan, 'loss' | 'batchNorm'>,
  weights: StoredWeights = stored,
): number[] {
  const logits = referenceLogits(options, weights, images, batchNorm);
  return logits.map((row, k) => referenceLoss(loss, row, labels[k]!));
}

export function region(more: Partial<Region> = {}): Region {
  return { p: 2, normalization: 'element', bias: 'constant', eta: 0.01, layer: null, radii: [0.1], ...more };
}

/** In double precision, so that the reference leaves nothing to noise. */
export function planOf(more: Partial<SharpnessPlan> = {}): SharpnessPlan {
  return {
    regions: [region()],
    ascent: { kind: 'one-step' },
    loss: 'cross-entropy',
    batchNorm: 'evaluation',
    perturb: ['*'],
    precision: 'float64',
    ...more,
  };
}

/** Its weights at epsilon = radius * direction. */
export function movedBy(
  engine: Engine,
  direction: Readonly<Record<string, tf.Tensor>>,
  radius: number,
): StoredWeights {
  const moved = Object.entries(direction).map(([name, tensor]) => {
    const step = toStored({ shape: tensor.shape, data: engine.doubles(tensor) }).data;
    const { shape, data } = stored.get(name)!;
    return [name, { shape, data: step.map((d, k) => data[k]! + radius * d) }] as const;
  });
  return new Map([...stored, ...moved]);
}
