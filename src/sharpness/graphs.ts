import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Precision, Tensors, TensorTree } from '../engine/index.ts';
import type { Examples, Model, Weights } from '../models/apply/index.ts';
import { algorithmOf } from './ascent/algorithm.ts';
import { type Climb, compileClimb } from './ascent/climb.ts';
import { oneStep } from './ascent/oneStep.ts';
import { type BallOrder, norm, projectOntoBall } from './ball.ts';
import { exampleLosses, lossesAndGradient } from './loss.ts';
import { normalizationOperator } from './normalization.ts';
import { perturbs } from './perturbed.ts';
import { mapTensors, nonZero, total } from './tensors.ts';
import type { IterativeAscent, Region, SharpnessPlan } from './types.ts';

/** From which |z_i| on a coordinate counts as on the boundary. */
const ON_BOUNDARY = 0.999;

/** The losses at w and their gradient. */
export type GradientResult = {
  /** L_i(w), [examples] */
  readonly losses: tf.Tensor1D;
  readonly gradient: Tensors;
};

/** One step of ascent in a region. */
export type Direction = {
  /** epsilon / rho, of the parameters that are perturbed. */
  readonly direction: Tensors;
  /** ||T g||_q: a scalar. */
  readonly dualNorm: tf.Tensor;
};

/** One step in all regions at once, each scaled to gain what the smallest dual norm says. */
export type Together = {
  readonly direction: Tensors;
  /** What a linear loss would gain along the direction: a scalar. */
  readonly gain: tf.Tensor;
};

/** Where an ascent ended. */
export type Maximizer = {
  /** epsilon / rho */
  readonly direction: Tensors;
  /** ||z||_p: a scalar. */
  readonly norm: tf.Tensor;
  /** The share of the perturbed coordinates with |z_i| = 1, to 1e-3: a scalar. */
  readonly boundaryShare: tf.Tensor;
};

type Evaluate = (weights: Weights, direction: Tensors, radius: tf.Tensor, examples: Examples) => tf.Tensor1D;

/** T_w, and the gradient with regard to z = T_w^-1 epsilon. */
export type Operator = {
  /** The diagonal of T_w in full shape, 0 where a parameter is not perturbed. */
  readonly operator: Tensors;
  /** T g */
  readonly scaledGradient: Tensors;
};

/**
 * The compiled functions of one architecture and plan; they serve all its checkpoints. What serves many values of
 * a group is in double precision where the engine has it.
 */
export interface SharpnessGraphs {
  readonly gradient: (weights: Weights, examples: Examples) => GradientResult;
  readonly direction: (region: Region, weights: Weights, gradient: Tensors) => Direction;
  readonly together: (weights: Weights, gradient: Tensors) => Together;
  readonly operator: (region: Region, weights: Weights, gradient: Tensors) => Operator;
  /** L_i(w + radius * direction), [examples], in the plan's precision. */
  readonly evaluate: Evaluate;
  /** The same in double precision, where the engine has it. */
  readonly evaluateExactly: Evaluate | undefined;
  readonly climb: (ascent: IterativeAscent, p: BallOrder, precision: Precision) => Climb;
  readonly maximizer: (p: BallOrder, operator: Tensors, z: Tensors) => Maximizer;
  /** T z */
  readonly scale: (operator: Tensors, z: Tensors) => Tensors;
  dispose(): void;
}

/** The diagonal of T_w, of the parameters that are perturbed; each broadcasts against its parameter. */
function operatorOf(
  { perturb }: SharpnessPlan,
  region: Region,
  { parameters }: Weights,
): Record<string, tf.Tensor> {
  const isPerturbed = perturbs(perturb, region.layer);
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => isPerturbed(name))
      .map(([name, w]) => [name, normalizationOperator(name, w, region)]),
  );
}

function addUp(steps: readonly Direction[]): Together {
  const norms = steps.map(({ dualNorm }) => dualNorm);
  const least = tf.min(tf.stack(norms.map((one) => tf.where(tf.equal(one, 0), tf.scalar(Infinity), one))));
  const scales = norms.map((one) => tf.div(least, nonZero(one)));
  const direction: Record<string, tf.Tensor> = {};
  steps.forEach((step, k) => {
    for (const [name, tensor] of Object.entries(step.direction)) {
      const scaled = tf.mul(tensor, scales[k]!);
      const sum = direction[name];
      direction[name] = sum ? tf.add(sum, scaled) : scaled;
    }
  });
  return { direction, gain: tf.addN(norms.map((one, k) => tf.mul(one, scales[k]!))) };
}

function moveBy(weights: Weights, direction: Tensors, radius: tf.Tensor): Weights {
  const { parameters, buffers } = weights;
  const moved = mapTensors(parameters, (w, name) =>
    direction[name] ? tf.add(w, tf.mul(direction[name], radius)) : w,
  );
  return { parameters: moved, buffers };
}

function fullOperator(some: Tensors, { parameters }: Weights, gradient: Tensors): Operator {
  const operator = mapTensors(parameters, (w, name) =>
    some[name] ? tf.mul(tf.onesLike(w), some[name]) : tf.zerosLike(w),
  );
  return { operator, scaledGradient: mapTensors(gradient, (g, name) => tf.mul(g, operator[name]!)) };
}

function maximizerAt(p: BallOrder, operator: Tensors, z: Tensors): Maximizer {
  const inside = projectOntoBall(z, p);
  const onBoundary = mapTensors(operator, (T, name) =>
    tf.logicalAnd(tf.greater(T, 0), tf.greaterEqual(tf.abs(inside[name]!), ON_BOUNDARY)),
  );
  return {
    direction: mapTensors(operator, (T, name) => tf.mul(T, inside[name]!)),
    norm: norm(inside, p),
    boundaryShare: tf.div(
      total(onBoundary, (flags) => tf.cast(flags, 'float32')),
      nonZero(total(operator, tf.sign)),
    ),
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
export function sharpnessGraphs(engine: Engine, model: Model, plan: SharpnessPlan): SharpnessGraphs {
  const exact: Precision = engine.precisions.includes('float64') ? 'float64' : 'float32';
  const lossesAt = exampleLosses(model, plan);
  const { get, dispose } = lazily();

  function compiled<A extends readonly TensorTree[], R extends TensorTree>(
    name: string,
    fn: (...args: A) => R,
    { key = '', precision = exact }: { readonly key?: string; readonly precision?: Precision } = {},
  ): Compiled<A, R> {
    return get(`${name} ${key} ${precision}`, () => engine.compile(fn, { name, precision }));
  }
  const inRegion = ({ radii: _, ...region }: Region): string => JSON.stringify(region);
  const stepIn = (region: Region, weights: Weights, gradient: Tensors): Direction =>
    oneStep(gradient, operatorOf(plan, region, weights), region.p);
  const evaluation =
    (precision: Precision): Evaluate =>
    (...args) =>
      compiled(
        'the loss',
        (weights: Weights, direction: Tensors, radius: tf.Tensor, examples: Examples) =>
          lossesAt(moveBy(weights, direction, radius), examples),
        { precision },
      )(...args);

  return {
    gradient: (weights, examples) =>
      compiled('the gradient', (w: Weights, given: Examples) => lossesAndGradient(lossesAt, w, given))(
        weights,
        examples,
      ),
    direction: (region, weights, gradient) =>
      compiled('the step', (w: Weights, g: Tensors) => stepIn(region, w, g), { key: inRegion(region) })(
        weights,
        gradient,
      ),
    together: (weights, gradient) =>
      compiled('the steps together', (w: Weights, g: Tensors) =>
        addUp(plan.regions.map((region) => stepIn(region, w, g))),
      )(weights, gradient),
    operator: (region, weights, gradient) =>
      compiled(
        'the normalization operator',
        (w: Weights, g: Tensors) => fullOperator(operatorOf(plan, region, w), w, g),
        { key: inRegion(region) },
      )(weights, gradient),
    evaluate: evaluation(plan.precision),
    evaluateExactly: exact === 'float64' ? evaluation(exact) : undefined,
    climb: (ascent, p, precision) =>
      get(`the ascent ${p} ${precision}`, () =>
        compileClimb(engine, { lossesAt, algorithm: algorithmOf(ascent), steps: ascent.steps, p, precision }),
      ),
    maximizer: (p, operator, z) =>
      compiled('the maximizer', (T: Tensors, at: Tensors) => maximizerAt(p, T, at), { key: String(p) })(
        operator,
        z,
      ),
    scale: (operator, z) =>
      compiled('the perturbation', (T: Tensors, at: Tensors) =>
        mapTensors(T, (tensor, name) => tf.mul(tensor, at[name]!)),
      )(operator, z),
    dispose,
  };
}
