import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Precision, Tensors, TensorTree } from '../engine/index.ts';
import type { Examples, Model } from '../models/apply/index.ts';
import { algorithmOf } from './ascent/algorithm.ts';
import { type Climb, compileClimb } from './ascent/climb.ts';
import { oneStep } from './ascent/oneStep.ts';
import { type BallOrder, nonZero, norm, projectOntoBall } from './ball.ts';
import { exampleLosses, lossesAndGradient, type VectorWeights, vectorLosses } from './loss.ts';
import { normalizationOperator } from './normalization.ts';
import { fromVector, layoutOf, toVector, type VectorLayout } from './parameterVector.ts';
import type { IterativeAscent, NormalizationOptions, NormOrder, SharpnessPlan } from './types.ts';

/** From which |z_i| on a coordinate counts as on the boundary. */
const ON_BOUNDARY = 0.999;

/** The losses at w and their gradient. */
export type GradientResult = {
  /** L_i(w), [examples] */
  readonly losses: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
};

/** One step of ascent in a region. */
export type Step = {
  /** epsilon / rho */
  readonly direction: tf.Tensor1D;
  /** ||T g||_q: a scalar. */
  readonly dualNorm: tf.Tensor;
  /** T g */
  readonly scaledGradient: tf.Tensor1D;
};

/** Where an ascent ended. */
export type Maximizer = {
  /** epsilon / rho */
  readonly direction: tf.Tensor1D;
  /** ||z||_p: a scalar. */
  readonly norm: tf.Tensor;
  /** The share of the perturbed coordinates with |z_i| = 1, to 1e-3: a scalar. */
  readonly boundaryShare: tf.Tensor;
};

type Evaluate = (
  weights: VectorWeights,
  direction: tf.Tensor1D,
  radius: tf.Tensor,
  examples: Examples,
) => tf.Tensor1D;

/** An architecture: how it computes, and parameters of its names and shapes. */
export interface Network {
  readonly model: Model;
  readonly parameters: Tensors;
}

/**
 * The compiled functions of one architecture and plan; they serve all its checkpoints. Parameters, gradients and
 * perturbations are vectors. What serves many values of a group is in double precision where the engine has it.
 */
export interface SharpnessGraphs {
  readonly layout: VectorLayout;
  /** The parameters as one vector. */
  readonly vector: (parameters: Tensors) => tf.Tensor1D;
  /** A vector as tensors by parameter. */
  readonly tensors: (vector: tf.Tensor1D) => Tensors;
  readonly gradient: (weights: VectorWeights, examples: Examples) => GradientResult;
  /** The diagonal of T_w, of all parameters. */
  readonly operator: (options: NormalizationOptions, parameters: tf.Tensor1D) => tf.Tensor1D;
  readonly step: (p: NormOrder, operator: tf.Tensor1D, gradient: tf.Tensor1D) => Step;
  /** sum + scale * direction */
  readonly add: (sum: tf.Tensor1D, scale: tf.Tensor, direction: tf.Tensor1D) => tf.Tensor1D;
  /** T z */
  readonly scale: (operator: tf.Tensor1D, z: tf.Tensor1D) => tf.Tensor1D;
  /** L_i(w + radius * direction), [examples], in the plan's precision. */
  readonly evaluate: Evaluate;
  /** The same in double precision, where the engine has it. */
  readonly evaluateExactly: Evaluate | undefined;
  readonly climb: (ascent: IterativeAscent, p: BallOrder, precision: Precision) => Climb;
  readonly maximizer: (p: BallOrder, operator: tf.Tensor1D, z: tf.Tensor1D) => Maximizer;
  dispose(): void;
}

function diagonalOf(parameters: Tensors, options: NormalizationOptions): Tensors {
  const diagonal = Object.entries(parameters).map(([name, w]) => [
    name,
    normalizationOperator(name, w, options),
  ]);
  return Object.fromEntries(diagonal);
}

function maximizerAt(p: BallOrder, operator: tf.Tensor1D, z: tf.Tensor1D): Maximizer {
  const inside = projectOntoBall(z, p);
  const isPerturbed = tf.greater(operator, 0);
  const isOnBoundary = tf.logicalAnd(isPerturbed, tf.greaterEqual(tf.abs(inside), ON_BOUNDARY));
  const count = (flags: tf.Tensor): tf.Tensor => tf.sum(tf.cast(flags, 'float32'));
  return {
    direction: tf.mul(operator, inside),
    norm: norm(inside, p),
    boundaryShare: tf.div(count(isOnBoundary), nonZero(count(isPerturbed))),
  };
}

/** Functions that are compiled at their first use, by key. */
function lazily(): {
  readonly get: <T extends { dispose(): void }>(key: string, make: () => T) => T;
  readonly dispose: () => void;
} {
  const made = new Map<string, { dispose(): void }>();
  return {
    get: <T extends { dispose(): void }>(key: string, make: () => T): T => {
      const found = (made.get(key) as T | undefined) ?? make();
      made.set(key, found);
      return found;
    },
    dispose: () => {
      for (const one of made.values()) one.dispose();
    },
  };
}

/** Compiles the measures of a plan for one architecture. */
export function sharpnessGraphs(
  engine: Engine,
  { model, parameters: example }: Network,
  plan: SharpnessPlan,
): SharpnessGraphs {
  const layout = layoutOf(example);
  const exact: Precision = engine.precisions.includes('float64') ? 'float64' : 'float32';
  const lossesAt = vectorLosses(exampleLosses(model, plan), layout);
  const { get, dispose } = lazily();

  function compiled<A extends readonly TensorTree[], R extends TensorTree>(
    name: string,
    fn: (...args: A) => R,
    { key = '', precision = exact }: { readonly key?: string; readonly precision?: Precision } = {},
  ): Compiled<A, R> {
    return get(`${name} ${key} ${precision}`, () => engine.compile(fn, { name, precision }));
  }
  const evaluation =
    (precision: Precision): Evaluate =>
    (...args) =>
      compiled(
        'the loss',
        (
          { parameters, buffers }: VectorWeights,
          direction: tf.Tensor1D,
          radius: tf.Tensor,
          examples: Examples,
        ) => lossesAt({ parameters: tf.add(parameters, tf.mul(direction, radius)), buffers }, examples),
        { precision },
      )(...args);

  return {
    layout,
    vector: (parameters) =>
      compiled('the vector', (given: Tensors) => toVector(given, layout), { precision: 'float32' })(
        parameters,
      ),
    tensors: (vector) => compiled('the tensors', (given: tf.Tensor1D) => fromVector(given, layout))(vector),
    gradient: (weights, examples) =>
      compiled('the gradient', (at: VectorWeights, given: Examples) =>
        lossesAndGradient(lossesAt, at, given),
      )(weights, examples),
    operator: ({ normalization, bias, eta }, parameters) =>
      compiled(
        'the normalization operator',
        (w: tf.Tensor1D) => toVector(diagonalOf(fromVector(w, layout), { normalization, bias, eta }), layout),
        { key: `${normalization} ${bias} ${eta}` },
      )(parameters),
    step: (p, operator, gradient) =>
      compiled('the step', (T: tf.Tensor1D, g: tf.Tensor1D): Step => ({ ...oneStep(g, T, p) }), {
        key: String(p),
      })(operator, gradient),
    add: (sum, scale, direction) =>
      compiled(
        'the sum',
        (a: tf.Tensor1D, s: tf.Tensor, b: tf.Tensor1D): tf.Tensor1D => tf.add(a, tf.mul(s, b)),
      )(sum, scale, direction),
    scale: (operator, z) =>
      compiled('the perturbation', (T: tf.Tensor1D, at: tf.Tensor1D): tf.Tensor1D => tf.mul(T, at))(
        operator,
        z,
      ),
    evaluate: evaluation(plan.precision),
    evaluateExactly: exact === 'float64' ? evaluation(exact) : undefined,
    climb: (ascent, p, precision) =>
      get(`the ascent ${p} ${precision}`, () =>
        compileClimb(engine, { lossesAt, algorithm: algorithmOf(ascent), steps: ascent.steps, p, precision }),
      ),
    maximizer: (p, operator, z) =>
      compiled('the maximizer', (T: tf.Tensor1D, at: tf.Tensor1D) => maximizerAt(p, T, at), {
        key: String(p),
      })(operator, z),
    dispose,
  };
}
