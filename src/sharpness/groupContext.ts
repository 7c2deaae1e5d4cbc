import * as tf from '@tensorflow/tfjs-core';
import { type Engine, scoped, type Tensors } from '../engine/index.ts';
import type { Examples, Weights } from '../models/apply/index.ts';
import type { SharpnessGraphs } from './graphs.ts';
import type { VectorWeights } from './loss.ts';
import { perturbs } from './perturbed.ts';
import type { Region, SharpnessPlan } from './types.ts';

/** What is measured on one m-group, and with what. */
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

/** What all measures of a group share. */
export interface Group extends Omit<GroupContext, 'weights' | 'onPerturbation'> {
  readonly plan: SharpnessPlan;
  readonly weights: VectorWeights;
  /** L_i(w), [examples], in double precision where the engine has it. */
  readonly losses: tf.Tensor1D;
  /** g */
  readonly gradient: tf.Tensor1D;
  /** Tells of the perturbation, epsilon / radius, behind a value. */
  readonly tell: (region: Region, radius: number, direction: tf.Tensor1D) => void;
}

/** Takes the gradient that all measures of a group begin with. */
export function groupOf(context: GroupContext, plan: SharpnessPlan): Group {
  const { graphs, weights, examples, onPerturbation } = context;
  const vector = { parameters: graphs.vector(weights.parameters), buffers: weights.buffers };
  const tell: Group['tell'] = (region, radius, direction) =>
    scoped(() => {
      if (!onPerturbation) return;
      const isPerturbed = perturbs(plan.perturb, region.layer);
      const all = Object.entries(graphs.tensors(direction));
      onPerturbation({
        region,
        radius,
        direction: Object.fromEntries(all.filter(([name]) => isPerturbed(name))),
      });
    });
  return { ...context, ...graphs.gradient(vector, examples), plan, weights: vector, tell };
}

/** 1 for every coordinate of a parameter that is perturbed, else 0. */
function maskOf({ graphs, plan }: Group, layer: string | null): Float64Array {
  const isPerturbed = perturbs(plan.perturb, layer);
  const mask = new Float64Array(graphs.layout.size);
  let at = 0;
  for (const { name, size } of graphs.layout.parts) {
    if (isPerturbed(name)) mask.fill(1, at, at + size);
    at += size;
  }
  return mask;
}

/** The diagonal of T_w in a region; 0 where a parameter is not perturbed. */
export function operatorIn(group: Group, region: Region): tf.Tensor1D {
  const { engine, graphs, weights } = group;
  const all = graphs.operator(region, weights.parameters);
  const mask = maskOf(group, region.layer);
  if (!mask.includes(0)) return all;
  return graphs.scale(all, engine.fromDoubles(mask, [mask.length]) as tf.Tensor1D);
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

/** Examples rounded to float32. */
function single(engine: Engine, { images, targets }: Examples): Examples {
  return { images: engine.single(images) as tf.Tensor4D, targets: engine.single(targets) as tf.Tensor2D };
}

/** The loss around w, as differences. */
export interface Differences {
  /** L(w + radius * direction) - L(w) */
  readonly at: (direction: tf.Tensor1D, radius: number) => number;
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
  /** How far a difference may be off. */
  readonly noise: number;
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
    graphs.evaluate(weights, direction, tf.scalar(radius), examples);
  // by the same graph, along a way of no length
  const base = evaluate(weights.parameters, 0);
  const baseValues = engine.doubles(base);
  const exampleError = graphs.evaluateExactly
    ? Math.max(LEAST_ERROR, rootMeanSquare(baseValues, engine.doubles(losses)))
    : ASSUMED_ERROR;
  return {
    examples,
    losses: base,
    noise: NOISE_FACTOR * exampleError,
    at: (direction, radius) =>
      scoped(() => meanDifference(engine.doubles(evaluate(direction, radius)), baseValues)),
  };
}
