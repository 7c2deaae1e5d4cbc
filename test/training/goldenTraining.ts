import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/engine/index.ts';
import { type Examples, model, toHosts, toTensors } from '../../src/models/apply/index.ts';
import {
  elementCount,
  type HostTensor,
  initialBuffers,
  type ModelOptions,
  modelSpec,
} from '../../src/models/spec/index.ts';
import { fromVector, layoutOf, toVector, type VectorLayout } from '../../src/sharpness/parameterVector.ts';
import { optimizerOf } from '../../src/training/optimizer/index.ts';
import { compileStep, type TrainingState } from '../../src/training/step.ts';
import type { TrainingOptions } from '../../src/training/types.ts';
import { goldenPath } from '../support/goldenRuns.ts';

export type StepCaseOptions = Pick<
  TrainingOptions,
  'optimizer' | 'sharpnessAware' | 'weightDecay' | 'labelSmoothing' | 'clipNorm' | 'accumulate'
> & { readonly learningRate: number };

/** What ten steps come to. */
export interface Steps {
  readonly losses: readonly number[];
  readonly correct: readonly number[];
  readonly squaredNorms: readonly number[];
  /** Parameters and buffers after the last, as they are stored. */
  readonly after: Readonly<Record<string, ArrayLike<number>>>;
}

export interface GoldenCase extends Steps {
  readonly name: string;
  readonly network: string;
  readonly options: StepCaseOptions;
}

interface GoldenTraining {
  readonly steps: number;
  readonly batchSize: number;
  readonly networks: Readonly<Record<string, ModelOptions>>;
  readonly cases: readonly GoldenCase[];
}

/** fixtures/golden/training.json */
export const golden = JSON.parse(readFileSync(goldenPath('training.json'), 'utf8')) as GoldenTraining;

export function goldenCase(name: string): GoldenCase {
  return golden.cases.find((one) => one.name === name)!;
}

/** The draws of training.py: multiples of 1/128 in [-1, 1). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 24) / 128 - 1;
  };
}

function drawn(count: number, draw: () => number): Float32Array {
  return Float32Array.from({ length: count }, draw);
}

/** The parameters that all cases of a network start from, as they are stored. */
export function initialParameters(options: ModelOptions): ReadonlyMap<string, HostTensor> {
  const draw = draws(1);
  return new Map(
    modelSpec(options).parameters.map(({ name, shape }) => {
      const values = drawn(elementCount(shape), draw);
      const isScale = shape.length === 1 && name.endsWith('weight');
      return [name, { shape, data: values.map((value) => (isScale ? 1 + value / 4 : value / 2)) }];
    }),
  );
}

/** The batches of all steps. */
export function batchesOf({ inputShape, classes }: ModelOptions): Examples[] {
  const draw = draws(2);
  const { batchSize, steps } = golden;
  return Array.from({ length: steps }, (_, step) => {
    const labels = Array.from({ length: batchSize }, (_, k) => (3 * k + step) % classes);
    const shape: [number, number, number, number] = [batchSize, ...inputShape];
    return {
      images: tf.tensor4d(drawn(elementCount(shape), draw), shape),
      targets: tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32') as tf.Tensor2D,
    };
  });
}

/** A state to train from. */
export function initialState(
  options: ModelOptions,
  optimizer: TrainingOptions['optimizer'],
  parameters: ReadonlyMap<string, HostTensor> = initialParameters(options),
): { readonly state: TrainingState; readonly layout: VectorLayout } {
  const tensors = toTensors(parameters);
  const layout = layoutOf(tensors);
  const state = {
    parameters: toVector(tensors, layout),
    buffers: toTensors(initialBuffers(modelSpec(options))),
    optimizer: optimizerOf(optimizer).init(layout.size),
  };
  return { state, layout };
}

function stored({ parameters, buffers }: TrainingState, layout: VectorLayout): Steps['after'] {
  const tensors = toHosts({ ...fromVector(parameters, layout), ...buffers });
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, data]));
}

/** Ten steps of ours on a network of the golden file. */
export function takeSteps(
  engine: Engine,
  { network, options }: Pick<GoldenCase, 'network' | 'options'>,
): Steps {
  const { optimizer, labelSmoothing, learningRate } = options;
  const architecture = golden.networks[network]!;
  const { state: start, layout } = initialState(architecture, optimizer);
  const step = compileStep(
    engine,
    { model: model(architecture), layout, labelSmoothing },
    { ...options, batchSize: golden.batchSize },
  );
  let state = start;
  const told = batchesOf(architecture).map((batch, k) => {
    const rates = {
      ...optimizerOf(optimizer).rates(learningRate * (1 - k / 20), k + 1),
      weightDecay: options.weightDecay.lambda,
    };
    const scalars = Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, tf.scalar(rate)]));
    const { state: next, ...numbers } = step(state, {
      batch,
      seed: tf.tensor1d([k, 0], 'int32'),
      rates: scalars,
    });
    state = next;
    const read = (tensor: tf.Tensor): number => tensor.dataSync()[0]!;
    return {
      loss: read(numbers.loss),
      correct: read(numbers.correct),
      squaredNorm: read(numbers.squaredNorm),
    };
  });
  step.dispose();
  return {
    losses: told.map(({ loss }) => loss),
    correct: told.map(({ correct }) => correct),
    squaredNorms: told.map(({ squaredNorm }) => squaredNorm),
    after: stored(state, layout),
  };
}
