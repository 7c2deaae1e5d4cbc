import * as tf from '@tensorflow/tfjs-core';
import { type Engine, scoped, type Tensors } from '../engine/index.ts';
import type { Examples, Weights } from '../models/apply/index.ts';
import type { SharpnessGraphs } from './graphs.ts';
import type { Region } from './types.ts';

/** Everything that the measures of one m-group share. */
export interface GroupContext {
  readonly engine: Engine;
  readonly graphs: SharpnessGraphs;
  readonly weights: Weights;
  /** In double precision where the engine has it. */
  readonly examples: Examples;
  /** Names the group among those of its sample: what is random in it follows from this and the seed. */
  readonly group: number;
  readonly seed: number;
  /** Gets the perturbation that gave each value, epsilon by parameter; it must not keep the tensors. */
  readonly onPerturbation?: (perturbation: Perturbation) => void;
}

/** The perturbation that a value belongs to. */
export interface Perturbation {
  readonly region: Region;
  readonly radius: number;
  /** epsilon / radius, of the parameters that are perturbed. */
  readonly direction: Tensors;
}

/** A float32 value is taken for the truth where noise makes up no more than this share of it. */
export const TOLERANCE = 1e-3;

/**
 * A float32 value's error in units of the root mean square error of one example's loss: the largest
 * seen on convolutional and residual networks is 9, where the rounding of w + epsilon adds to it.
 */
const NOISE_FACTOR = 5;
/** The error of one example's loss where there is no double precision to compare with. */
const ASSUMED_ERROR = 3e-7;
/** And at least where there is: a network that is certain at w has losses near 0 there, but not at w + epsilon. */
const LEAST_ERROR = 2 ** -24;

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean over examples of their differences. */
function meanDifference(values: Float64Array, base: Float64Array): number {
  return mean(values.map((value, k) => value - base[k]!));
}

function rootMeanSquare(values: Float64Array, base: Float64Array): number {
  return Math.sqrt(mean(values.map((value, k) => (value - base[k]!) ** 2)));
}

export function single<T extends Tensors>(engine: Engine, tensors: T): T {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, engine.single(tensor)]),
  ) as T;
}

/** Directions with zeros for the parameters that they leave out: one graph serves them all. */
function complete(engine: Engine, direction: Tensors, { parameters }: Weights): Tensors {
  const missing = Object.entries(parameters).filter(([name]) => !direction[name]);
  if (missing.length === 0) return direction;
  const zeros = missing.map(([name, w]) => [name, engine.fromDoubles(new Float64Array(w.size), w.shape)]);
  return { ...direction, ...Object.fromEntries(zeros) };
}

/** The loss around w, as differences. */
export interface Differences {
  /** L_i(w), [examples] */
  readonly base: Float64Array;
  /** L(w + radius * direction) - L(w) */
  readonly at: (direction: Tensors, radius: number) => number;
}

/** Differences in double precision; undefined where the engine has none. */
export function exactDifferences(context: GroupContext, losses: tf.Tensor1D): Differences | undefined {
  const { engine, graphs, weights, examples } = context;
  const { evaluateExactly } = graphs;
  if (!evaluateExactly) return undefined;
  const base = engine.doubles(losses);
  const at = (direction: Tensors, radius: number): number =>
    scoped(() => {
      const given = complete(engine, direction, weights);
      const values = evaluateExactly(weights, given, engine.fromDoubles([radius], []), examples);
      return meanDifference(engine.doubles(values), base);
    });
  return { base, at };
}

/** Float32 differences: from a base that is float32 too, so that what both get wrong cancels. */
export interface SingleDifferences extends Differences {
  /** The examples, and their losses at w, in float32. */
  readonly examples: Examples;
  readonly losses: tf.Tensor1D;
  /** How far a difference may be off. */
  readonly noise: number;
}

/**
 * @param losses L_i(w), in double precision where the engine has it
 * @param direction any: it is gone along by 0, so that base and differences come from one graph
 */
export function singleDifferences(context: GroupContext, losses: tf.Tensor1D): SingleDifferences {
  const { engine, graphs, weights } = context;
  const examples = single(engine, context.examples);
  const evaluate = (direction: Tensors, radius: number): tf.Tensor1D =>
    graphs.evaluate(weights, direction, tf.scalar(radius), examples);
  const zeros = Object.fromEntries(
    Object.entries(weights.parameters).map(([name, w]) => [name, tf.zerosLike(w)]),
  );
  const base = evaluate(zeros, 0);
  const baseValues = engine.doubles(base);
  const exampleError = graphs.evaluateExactly
    ? Math.max(LEAST_ERROR, rootMeanSquare(baseValues, engine.doubles(losses)))
    : ASSUMED_ERROR;
  return {
    base: baseValues,
    examples,
    losses: base,
    noise: NOISE_FACTOR * exampleError,
    at: (direction, radius) =>
      scoped(() => {
        const given = { ...zeros, ...direction };
        return meanDifference(engine.doubles(evaluate(given, radius)), baseValues);
      }),
  };
}
