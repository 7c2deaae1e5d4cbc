import * as tf from '@tensorflow/tfjs-core';
import { type Engine, scoped } from '../engine/index.ts';
import type { Examples } from '../models/apply/index.ts';
import type { Group } from './group.ts';
import type { Region } from './types.ts';

/** The share of a value that noise may make up. */
const TOLERANCE = 1e-3;

/**
 * A float32 value's error in units of the root mean square error of one example's loss: the largest
 * seen on convolutional and residual networks is 9, where the rounding of w + epsilon adds to it.
 */
const NOISE_FACTOR = 5;
/** The error of one example's loss where there is no double precision to compare with: losses above 1 have more. */
const ASSUMED_ERROR = 3e-7;
/** And at least where there is: a network that is certain at w has losses near 0 there, but not at w + epsilon. */
const LEAST_ERROR = 2 ** -24;

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function differences(values: Float64Array, base: Float64Array): Float64Array {
  return values.map((value, k) => value - base[k]!);
}

/** The mean over examples of their differences. */
function meanDifference(values: Float64Array, base: Float64Array): number {
  return mean(differences(values, base));
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(mean(values.map((value) => value ** 2)));
}

/** Examples rounded to float32. */
function single(engine: Engine, { images, targets }: Examples): Examples {
  return { images: engine.single(images) as tf.Tensor4D, targets: engine.single(targets) as tf.Tensor2D };
}

/** The loss around w, as differences. */
export interface Differences {
  /** L(w + radius * direction) - L(w) */
  readonly at: (direction: tf.Tensor1D, radius: number) => number;
  /** How far a difference may be off. */
  readonly noise: number;
}

/** Differences in double precision; undefined where the engine has none. */
export function exactDifferences({
  engine,
  graphs,
  weights,
  examples,
  losses,
}: Group): Differences | undefined {
  const { evaluateExactly } = graphs;
  if (!evaluateExactly) return undefined;
  const base = engine.doubles(losses);
  return {
    noise: NOISE_FACTOR * Number.EPSILON * Math.max(1, rootMeanSquare(base)),
    at: (direction, radius) =>
      scoped(() => {
        const values = evaluateExactly(weights, direction, engine.fromDoubles([radius], []), examples);
        return meanDifference(engine.doubles(values), base);
      }),
  };
}

/** Float32 differences: from a base that is float32 too, so that what both get wrong cancels. */
export interface SingleDifferences extends Differences {
  /** The examples, and their losses at w, in float32. */
  readonly examples: Examples;
  readonly losses: tf.Tensor1D;
}

export function singleDifferences({
  engine,
  graphs,
  weights,
  examples: exactExamples,
  losses,
}: Group): SingleDifferences {
  const examples = single(engine, exactExamples);
  const evaluate = (direction: tf.Tensor1D, radius: number): tf.Tensor1D =>
    graphs.evaluateSingly(weights, direction, tf.scalar(radius), examples);
  // by the same graph, along a way of no length
  const base = evaluate(weights.parameters, 0);
  const baseValues = engine.doubles(base);
  const exampleError = graphs.evaluateExactly
    ? Math.max(LEAST_ERROR, rootMeanSquare(differences(baseValues, engine.doubles(losses))))
    : ASSUMED_ERROR * Math.max(1, rootMeanSquare(baseValues));
  return {
    examples,
    losses: base,
    noise: NOISE_FACTOR * exampleError,
    at: (direction, radius) =>
      scoped(() => meanDifference(engine.doubles(evaluate(direction, radius)), baseValues)),
  };
}

/** Is a float32 value the truth, but for a share of it that noise may make up? */
export function stands(value: number, noise: number): boolean {
  return Number.isFinite(value) && noise <= TOLERANCE * Math.abs(value);
}

/**
 * Without double precision: with p = infinity every coordinate moves all the way, and far out the sign of gradients
 * near 0 moves the loss.
 */
export function signsDecide({ p }: Region, radius: number): boolean {
  return p === 'inf' && radius >= 0.05;
}
