import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Tensors } from '../engine/index.ts';
import type { Examples, Model, Weights } from '../models/apply/index.ts';
import { oneStep } from './ascent/oneStep.ts';
import { exampleLosses, lossesAndGradient } from './loss.ts';
import { normalizationOperator } from './normalization.ts';
import type { SharpnessPlan } from './types.ts';

/** One gradient, and what every region makes of it. */
export type GradientResult = {
  /** L_i(w), [examples] */
  readonly losses: tf.Tensor1D;
  /** epsilon / rho, by region */
  readonly directions: readonly Tensors[];
  /** ||T g||_q, [regions] */
  readonly dualNorms: tf.Tensor1D;
  /** All directions at once, each scaled to gain what the smallest dual norm says. */
  readonly together: Tensors;
};

type GradientFunction = Compiled<[Weights, Examples], GradientResult>;
type EvaluationFunction = Compiled<[Weights, Tensors, tf.Tensor, Examples], tf.Tensor1D>;

/** The compiled functions of one architecture and plan; they serve all its checkpoints. */
export interface SharpnessGraphs {
  /** In double precision where the engine has it: one gradient serves a whole group, so it can be exact. */
  readonly gradient: GradientFunction;
  /** L_i(w + radius * direction), [examples], in the plan's precision. */
  readonly evaluate: EvaluationFunction;
  /** The same in double precision, where the engine has it. */
  readonly evaluateExactly: EvaluationFunction | undefined;
  dispose(): void;
}

function gradientFunction(
  model: Model,
  plan: SharpnessPlan,
): (weights: Weights, examples: Examples) => GradientResult {
  return (weights, examples) => {
    const { losses, gradient } = lossesAndGradient(model, weights, examples);
    const ascents = plan.regions.map(({ p, normalization }) => {
      const options = { normalization, bias: plan.bias, eta: plan.eta };
      const operator = Object.fromEntries(
        Object.entries(weights.parameters).map(([name, w]) => [
          name,
          normalizationOperator(name, w, options),
        ]),
      );
      return oneStep(gradient, operator, p);
    });
    const dualNorms = tf.stack(ascents.map(({ dualNorm }) => dualNorm)) as tf.Tensor1D;
    const directions = ascents.map(({ direction }) => direction);
    return { losses, directions, dualNorms, together: addUp(directions, dualNorms) };
  };
}

function addUp(directions: readonly Tensors[], dualNorms: tf.Tensor1D): Tensors {
  const scales = tf.unstack(tf.div(tf.min(dualNorms), dualNorms));
  const sum = (name: string): tf.Tensor =>
    tf.addN(directions.map((direction, region) => tf.mul(direction[name]!, scales[region]!)));
  return Object.fromEntries(Object.keys(directions[0]!).map((name) => [name, sum(name)]));
}

function evaluationFunction(model: Model) {
  return (weights: Weights, direction: Tensors, radius: tf.Tensor, examples: Examples): tf.Tensor1D => {
    const moved = Object.entries(weights.parameters).map(([name, w]) => {
      const epsilon = tf.mul(direction[name]!, radius);
      return [name, tf.add(w, epsilon)] as const;
    });
    return exampleLosses(
      model,
      { parameters: Object.fromEntries(moved), buffers: weights.buffers },
      examples,
    );
  };
}

/** Compiles the measures of a plan for one architecture. */
export function sharpnessGraphs(engine: Engine, model: Model, plan: SharpnessPlan): SharpnessGraphs {
  const exact = engine.precisions.includes('float64') ? 'float64' : 'float32';
  const evaluation = evaluationFunction(model);
  const gradient = engine.compile(gradientFunction(model, plan), { name: 'the gradient', precision: exact });
  const evaluate = engine.compile(evaluation, { name: 'the loss', precision: plan.precision });
  const evaluateExactly =
    exact === 'float64'
      ? engine.compile(evaluation, { name: 'the exact loss', precision: exact })
      : undefined;
  const dispose = (): void => {
    for (const compiled of [gradient, evaluate, evaluateExactly]) compiled?.dispose();
  };
  return { gradient, evaluate, evaluateExactly, dispose };
}
