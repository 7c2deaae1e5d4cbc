import * as tf from '@tensorflow/tfjs-core';
import { type Engine, gradientOf, scoped, softmaxCrossEntropy, startEngine } from '../src/engine/index.ts';
import { serveTasks } from '../src/jobs/index.ts';
import { type Examples, model, toTensors, type Weights } from '../src/models/apply/index.ts';
import {
  initialBuffers,
  initializeParameters,
  type ModelOptions,
  modelSpec,
} from '../src/models/spec/index.ts';
import { initSgd } from '../src/training/sgd.ts';
import { compileStep, type TrainingState } from '../src/training/step.ts';
import type { Case, GradientOptions, StepOptions } from './sides.ts';

/** Our side of the cases that run in one process: the entry of a worker. */

function initialWeights(options: ModelOptions): Weights {
  const spec = modelSpec(options);
  return {
    parameters: toTensors(initializeParameters(spec, 0)),
    buffers: toTensors(initialBuffers(spec)),
  };
}

function randomBatch(options: ModelOptions, batchSize: number): Examples {
  const labels = Int32Array.from({ length: batchSize }, (_, k) => k % options.classes);
  return {
    images: tf.randomNormal([batchSize, ...options.inputShape], 0, 1, 'float32', 0),
    targets: tf.cast(tf.oneHot(labels, options.classes), 'float32') as tf.Tensor2D,
  };
}

function trainingStep(engine: Engine, options: StepOptions): () => void {
  const { learningRate, momentum, weightDecay, batchSize } = options;
  const step = compileStep(engine, model(options.model), {
    optimizer: 'sgd',
    epochs: 1,
    batchSize,
    learningRate,
    schedule: 'constant',
    momentum,
    weightDecay,
    labelSmoothing: 0,
  });
  const weights = initialWeights(options.model);
  let state: TrainingState = { weights, optimizer: initSgd(weights.parameters) };
  const batch = randomBatch(options.model, batchSize);
  const input = { batch, seed: tf.tensor1d([0, 0], 'int32'), learningRate: tf.scalar(learningRate) };
  return () => {
    const { state: next, loss, correct } = step(state, input);
    tf.dispose([state, loss, correct] as tf.TensorContainer);
    state = next;
  };
}

function forwardBackward(engine: Engine, { model: options, mode, batchSize }: GradientOptions): () => void {
  const network = model(options);
  const weights = initialWeights(options);
  const batch = randomBatch(options, batchSize);
  const gradient = engine.compile(({ parameters, buffers }: Weights, { images, targets }: Examples) => {
    const pass = mode === 'training' ? { mode, seed: tf.tensor1d([0, 0], 'int32') } : { mode };
    const loss = (given: Weights['parameters']) => {
      const { logits } = network({ parameters: given, buffers }, images, pass);
      return { value: tf.mean(softmaxCrossEntropy(logits, targets)) as tf.Scalar, aux: {} };
    };
    return gradientOf(loss, parameters).gradient;
  });
  return () => scoped(() => gradient(weights, batch));
}

let engine: Promise<Engine> | undefined;
const prepared = new Map<string, () => void>();

async function prepare(what: Case): Promise<() => void> {
  engine ??= startEngine('native');
  switch (what.case) {
    case 'trainingStep':
      return trainingStep(await engine, what.options);
    case 'forwardBackward':
      return forwardBackward(await engine, what.options);
  }
}

async function measure({ what, repetitions }: { what: Case; repetitions: number }): Promise<number[]> {
  const key = JSON.stringify(what);
  const run = prepared.get(key) ?? (await prepare(what));
  prepared.set(key, run);
  return Array.from({ length: repetitions }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
}

serveTasks({ measure });
