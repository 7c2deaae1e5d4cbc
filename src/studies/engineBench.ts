import * as tf from '@tensorflow/tfjs-core';
import type { EngineDescription } from '../engine/description.ts';
import { type Engine, scoped } from '../engine/index.ts';
import type { EngineBench, KernelSpeed } from './workerTasks.ts';

/** What an engine is, and how fast: for `measure engine`. */

const SECONDS_A_MEASUREMENT = 0.4;
const OPERATIONS = 100;

export function describe({ name, device, versions, threads, precisions }: Engine): EngineDescription {
  return { name, device, versions, threads, precisions };
}

/** Seconds that a call takes: the fastest of as many as fit, after one that warms up. */
function secondsOf(call: () => tf.Tensor | readonly tf.Tensor[]): number {
  const once = (): number => {
    const start = performance.now();
    scoped(() => {
      const results = [call()].flat();
      // The results are read, so that an engine that works on the side has finished.
      for (const result of results) tf.slice(tf.reshape(result, [-1]), 0, 1).dataSync();
    });
    return (performance.now() - start) / 1000;
  };
  once();
  let fastest = Number.POSITIVE_INFINITY;
  const end = performance.now() + SECONDS_A_MEASUREMENT * 1000;
  do fastest = Math.min(fastest, once());
  while (performance.now() < end);
  return fastest;
}

interface Kernel {
  readonly name: string;
  /** Floating-point operations of the forward pass; the backward pass has two such products. */
  readonly operations: number;
  readonly inputs: readonly [tf.Tensor, tf.Tensor];
  readonly gradient: tf.Tensor;
  readonly forward: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor;
  readonly backward: (x: tf.Tensor, w: tf.Tensor, dy: tf.Tensor) => tf.Tensor[];
}

function matrixProduct(n: number): Kernel {
  const matrix = (): tf.Tensor2D => tf.randomUniform([n, n], -1, 1);
  return {
    name: `matrix product, ${n} x ${n}`,
    operations: 2 * n ** 3,
    inputs: [matrix(), matrix()],
    gradient: matrix(),
    forward: (x, w) => tf.matMul(x, w),
    backward: (x, w, dy) => [tf.matMul(dy, w, false, true), tf.matMul(x, dy, true, false)],
  };
}

function convolution(batch: number, size: number, channels: number): Kernel {
  const images: [number, number, number, number] = [batch, size, size, channels];
  const filter: [number, number, number, number] = [3, 3, channels, channels];
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined };
  return {
    name: `convolution, 3 x 3, ${channels} channels, ${size} x ${size}, batch ${batch}`,
    operations: 2 * 9 * batch * size ** 2 * channels ** 2,
    inputs: [tf.randomUniform(images, -1, 1), tf.randomUniform(filter, -1, 1)],
    gradient: tf.randomUniform(images, -1, 1),
    forward: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
    backward: (x, w, dy) => [
      runKernel(tf.Conv2DBackpropInput, { dy, filter: w }, { ...attributes, inputShape: images }),
      runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...attributes, filterShape: filter }),
    ],
  };
}

function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}

function speedOf(engine: Engine, kernel: Kernel): KernelSpeed {
  const [x, w] = kernel.inputs;
  const forward = engine.compile(kernel.forward, { name: 'the forward pass' });
  const backward = engine.compile(kernel.backward, { name: 'the backward pass' });
  const billions = kernel.operations / 1e9;
  const speed = {
    name: kernel.name,
    forward: billions / secondsOf(() => forward(x, w)),
    backward: (2 * billions) / secondsOf(() => backward(x, w, kernel.gradient)),
  };
  forward.dispose();
  backward.dispose();
  return speed;
}

/** Microseconds an operation, in a chain of small ones where next to nothing is computed. */
function operationCost(engine: Engine): EngineBench['operation'] {
  const chain = (x: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
    let y = x;
    for (let k = 0; k < OPERATIONS / 2; k++) y = tf.add(tf.mul(y, a), b);
    return y;
  };
  const args = [tf.randomUniform([8]), tf.randomUniform([8]), tf.randomUniform([8])] as const;
  const compiled = engine.compile(chain, { name: 'a chain of operations' });
  const microseconds = (seconds: number): number => (seconds * 1e6) / OPERATIONS;
  const cost = {
    eager: microseconds(secondsOf(() => chain(...args))),
    compiled: microseconds(secondsOf(() => compiled(...args))),
  };
  compiled.dispose();
  return cost;
}

/** Measures an engine; takes a few seconds. */
export function bench(engine: Engine): EngineBench {
  return scoped(() => ({
    engine: engine.name,
    threads: engine.threads,
    kernels: [matrixProduct(512), convolution(8, 32, 32)].map((kernel) => speedOf(engine, kernel)),
    operation: operationCost(engine),
  }));
}
