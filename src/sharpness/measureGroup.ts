import * as tf from '@tensorflow/tfjs-core';
import { type Engine, scoped, type Tensors } from '../engine/index.ts';
import type { Examples, Weights } from '../models/apply/index.ts';
import type { SharpnessGraphs } from './graphs.ts';
import { overflowed, type RefinedValue, refineValues } from './refine.ts';
import type { GroupMeasures, Region, SharpnessPlan } from './types.ts';

/**
 * A float32 value's error in units of the root mean square error of one example's loss: the largest
 * seen on convolutional and residual networks is 9, where the rounding of w + epsilon adds to it.
 */
const NOISE_FACTOR = 5;
/** The error of one example's loss where there is no double precision to compare with. */
const ASSUMED_ERROR = 3e-7;
/** And at least where there is: a network that is certain at w has losses near 0 there, but not at w + epsilon. */
const LEAST_ERROR = 2 ** -24;

/**
 * Whether the loss has a derivative at w is tried along all directions at once, at this share of the smallest
 * radius: what it gains may differ from what the gradient says by the tolerance. A dead filter's kink makes percents.
 */
const PROBE = { step: 1e-2, tolerance: 1e-4 } as const;

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanDifference(values: Float64Array, base: Float64Array): number {
  return mean(values.map((value, k) => value - base[k]!));
}

function rootMeanSquare(values: Float64Array, base: Float64Array): number {
  return Math.sqrt(mean(values.map((value, k) => (value - base[k]!) ** 2)));
}

/** Everything that the evaluations of one group share. */
interface GroupContext {
  readonly engine: Engine;
  readonly graphs: SharpnessGraphs;
  readonly weights: Weights;
  readonly examples: Examples;
}

type Evaluate = (direction: Tensors, radius: number) => Float64Array;

function evaluator(
  { engine, weights, examples }: GroupContext,
  evaluate: SharpnessGraphs['evaluate'],
): Evaluate {
  return (direction, radius) =>
    scoped(() => engine.doubles(evaluate(weights, direction, engine.fromDoubles([radius], []), examples)));
}

function single(engine: Engine, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, engine.single(tensor)]));
}

/** A function that computes its value at the first call, if there is one. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Float32 evaluations around a base that is float32 too, so that what both get wrong cancels. */
function measureFloat32(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  const { engine, graphs, weights, examples } = context;
  const { losses, directions, dualNorms, together } = graphs.gradient(weights, examples);
  const exactBase = engine.doubles(losses);
  const norms = engine.doubles(dualNorms);
  const exactly = graphs.evaluateExactly && evaluator(context, graphs.evaluateExactly);
  const isDifferentiable = once(() => {
    if (!exactly) return true;
    const radius = PROBE.step * plan.radii[0]!;
    const expected = radius * Math.min(...norms) * norms.length;
    return Math.abs(meanDifference(exactly(together, radius), exactBase) / expected - 1) <= PROBE.tolerance;
  });
  const evaluate: Evaluate = (direction, radius) =>
    scoped(() => engine.doubles(graphs.evaluate(weights, direction, tf.scalar(radius), examples)));
  const base = evaluate(single(engine, directions[0]!), 0);
  const exampleError = graphs.evaluateExactly
    ? Math.max(LEAST_ERROR, rootMeanSquare(base, exactBase))
    : ASSUMED_ERROR;

  const refined = directions.map((direction, region): RefinedValue[] =>
    scoped(() => {
      const rounded = single(engine, direction);
      return refineValues({
        radii: plan.radii,
        dualNorm: norms[region]!,
        noise: NOISE_FACTOR * exampleError,
        evaluate: (radius) => meanDifference(evaluate(rounded, radius), base),
        evaluateExactly: exactly && ((radius) => meanDifference(exactly(direction, radius), exactBase)),
        isDifferentiable,
      });
    }),
  );
  const gradientIsExact = graphs.evaluateExactly !== undefined;
  return {
    loss: mean(exactBase),
    values: refined.map((values) => values.map(({ value }) => value)),
    sources: refined.map((values, region) =>
      values.map(({ source }, radius) =>
        gradientIsExact || !signsDecide(plan.regions[region]!, plan.radii[radius]!) ? source : 'noise',
      ),
    ),
    firstOrder: firstOrderTerms(norms, plan.radii),
  };
}

/** With p = infinity every coordinate moves all the way: far out, the sign of gradients near 0 moves the loss. */
function signsDecide({ p }: Region, radius: number): boolean {
  return p === 'inf' && radius >= 0.05;
}

function firstOrderTerms(dualNorms: Float64Array, radii: readonly number[]): number[][] {
  return Array.from(dualNorms, (norm) => radii.map((radius) => radius * norm));
}

/** Everything in double precision. */
function measureFloat64(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  const { engine, graphs, weights, examples } = context;
  const { losses, directions, dualNorms } = graphs.gradient(weights, examples);
  const base = engine.doubles(losses);
  const norms = engine.doubles(dualNorms);
  const evaluate = evaluator(context, graphs.evaluate);
  const values = directions.map((direction, region) =>
    plan.radii.map((radius) => {
      const value = meanDifference(evaluate(direction, radius), base);
      return Number.isNaN(norms[region]) ? value : overflowed(value);
    }),
  );
  return {
    loss: mean(base),
    values,
    sources: values.map((row) => row.map(() => 'float64' as const)),
    firstOrder: firstOrderTerms(norms, plan.radii),
  };
}

/** Where the loss itself is no finite number, there is nothing to compare with. */
function withoutBase(measures: GroupMeasures): GroupMeasures {
  if (Number.isFinite(measures.loss)) return measures;
  return { ...measures, values: measures.values.map((row) => row.map(() => Number.NaN)) };
}

/** Measures one m-group: all regions and radii of the plan from one gradient. */
export function measureGroup(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  const measure = plan.precision === 'float64' ? measureFloat64 : measureFloat32;
  return withoutBase(scoped(() => measure(context, plan)));
}
