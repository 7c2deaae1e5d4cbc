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
import { layoutOf, toVector } from '../src/sharpness/parameterVector.ts';
import { optimizerOf } from '../src/training/optimizer/index.ts';
import { compileStep, type TrainingState } from '../src/training/step.ts';
import type { BaseOptimizer, SharpnessAware } from '../src/training/types.ts';
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

function sharpnessAware({ asam }: StepOptions): SharpnessAware | null {
  if (asam === null) return null;
  return { ...asam, p: 2, normalization: 'element', bias: 'constant', m: null, batchNormStatistics: 'first' };
}

function trainingStep(engine: Engine, options: StepOptions): () => void {
  const { learningRate, momentum, weightDecay, batchSize } = options;
  const { parameters, buffers } = initialWeights(options.model);
  const layout = layoutOf(parameters);
  const optimizer: BaseOptimizer = { kind: 'sgd', momentum, nesterov: false };
  const step = compileStep(
    engine,
    { model: model(options.model), layout, labelSmoothing: 0 },
    {
      optimizer,
      sharpnessAware: sharpnessAware(options),
      batchSize,
      accumulate: 1,
      weightDecay: { lambda: weightDecay, scope: 'all', kind: 'coupled' },
      clipNorm: null,
    },
  );
  let state: TrainingState = {
    parameters: toVector(parameters, layout),
    buffers,
    optimizer: optimizerOf(optimizer).init(layout.size),
  };
  const batch = randomBatch(options.model, batchSize);
  const input = {
    batch,
    seed: tf.tensor1d([0, 0], 'int32'),
    rates: { learningRate: tf.scalar(learningRate), weightDecay: tf.scalar(weightDecay) },
  };
  return () => {
    const { state: next, ...told } = step(state, input);
    // as the trainer does, which waits for a step's loss
    told.loss.dataSync();
    tf.dispose([state, told] as tf.TensorContainer);
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

function startWith(threads: number): Promise<Engine> {
  // TensorFlow reads it when it is loaded
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  return startEngine('native');
}

async function prepare(what: Case): Promise<() => void> {
  engine ??= startWith(what.options.threads);
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
