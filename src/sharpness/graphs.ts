import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Precision, Tensors, TensorTree } from '../engine/index.ts';
import type { Examples, Model } from '../models/apply/index.ts';
import { algorithmOf } from './ascent/algorithm.ts';
import { type Climb, compileClimb } from './ascent/climb.ts';
import { type Maximizer, maximizerAt } from './ascent/maximizer.ts';
import { type OneStepResult, oneStep } from './ascent/oneStep.ts';
import type { BallOrder } from './ball.ts';
import { lazily } from './lazily.ts';
import { exampleLosses, lossesAndGradient, type VectorWeights, vectorLosses } from './loss.ts';
import { operatorVector } from './normalization.ts';
import { fromVector, layoutOf, toVector, type VectorLayout } from './parameterVector.ts';
import type { IterativeAscent, NormalizationOptions, NormOrder, SharpnessPlan } from './types.ts';

/** The losses at w and their gradient. */
export type GradientResult = {
  /** L_i(w), [examples] */
  readonly losses: tf.Tensor1D;
  readonly gradient: tf.Tensor1D;
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
  readonly step: (p: NormOrder, operator: tf.Tensor1D, gradient: tf.Tensor1D) => OneStepResult;
  /** T z */
  readonly scale: (operator: tf.Tensor1D, z: tf.Tensor1D) => tf.Tensor1D;
  /** L_i(w + radius * direction), [examples], in float32. */
  readonly evaluateSingly: Evaluate;
  /** The same in double precision, where the engine has it. */
  readonly evaluateExactly: Evaluate | undefined;
  readonly climb: (ascent: IterativeAscent, p: BallOrder, precision: Precision) => Climb;
  readonly maximizer: (p: BallOrder, operator: tf.Tensor1D, z: tf.Tensor1D) => Maximizer;
  dispose(): void;
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
        (w: tf.Tensor1D) => operatorVector(w, layout, { normalization, bias, eta }),
        { key: `${normalization} ${bias} ${eta}` },
      )(parameters),
    step: (p, operator, gradient) =>
      compiled('the step', (T: tf.Tensor1D, g: tf.Tensor1D) => oneStep(g, T, p), {
        key: String(p),
      })(operator, gradient),
    scale: (operator, z) =>
      compiled('the perturbation', (T: tf.Tensor1D, at: tf.Tensor1D): tf.Tensor1D => tf.mul(T, at))(
        operator,
        z,
      ),
    evaluateSingly: evaluation('float32'),
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
