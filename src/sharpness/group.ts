import type * as tf from '@tensorflow/tfjs-core';
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
  /** Which group of its sample it is: what is random in it follows from this and the seed. */
  readonly index: number;
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
