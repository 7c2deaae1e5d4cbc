import * as tf from '@tensorflow/tfjs-core';
import { gradientOf, relu, scoped } from '../../src/engine/index.ts';
import { oneStep } from '../../src/sharpness/ascent/oneStep.ts';
import { normalizationOperator } from '../../src/sharpness/normalization.ts';
import type { NormOrder } from '../../src/sharpness/types.ts';

/** (w1, w2) */
export type Point = readonly [number, number];

/** The minimizers of the loss are w1 w2 = 0.04, w2 > 0. */
export const TARGET = 0.04;

/** A maximization region around w: ||T_w^-1 epsilon||_p <= rho. */
export interface Region {
  readonly p: NormOrder;
  readonly rho: number;
  /** T_w = 1, or |w| + eta. */
  readonly normalization: 'none' | 'element';
  readonly eta: number;
}

/** What one step of ascent from w comes to. */
export interface Ascended {
  /** L(w) */
  readonly loss: number;
  /** w + epsilon */
  readonly perturbed: Point;
  /** The gradient of L at w + epsilon. */
  readonly gradient: Point;
}

/** L(w) = |w1 ReLU(w2) - 0.04| (paper, section 5.1) of [2], or of many points: [2, points]. */
function toyLoss(w: tf.Tensor): tf.Tensor {
  const [w1, w2] = tf.unstack(w);
  return tf.abs(tf.sub(tf.mul(w1!, relu(w2!)), TARGET));
}

function lossAndGradient(w: tf.Tensor1D): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { value, gradient } = gradientOf((at) => ({ value: tf.sum(toyLoss(at.w!)), aux: [] }), { w });
  return { loss: value, gradient: tf.reshape(gradient.w!, [2]) };
}

/** The diagonal of T_w; `weight` is the name of what is no bias. */
function operatorAt(w: tf.Tensor1D, { normalization, eta }: Region): tf.Tensor1D {
  const operator = normalizationOperator('weight', w, { normalization, eta, bias: 'constant' });
  return tf.broadcastTo<tf.Rank.R1>(operator, [2]);
}

/** The gradient at w, one step of steepest ascent in the region, and the gradient there. */
export function ascend(w: Point, region: Region): Ascended {
  return scoped(() => {
    const center = tf.tensor1d([...w]);
    const { loss, gradient } = lossAndGradient(center);
    const { direction } = oneStep(gradient, operatorAt(center, region), region.p);
    const perturbed = tf.add<tf.Tensor1D>(center, tf.mul(direction, region.rho));
    return {
      loss: loss.dataSync()[0]!,
      perturbed: pointOf(perturbed),
      gradient: pointOf(lossAndGradient(perturbed).gradient),
    };
  });
}

function pointOf(vector: tf.Tensor1D): Point {
  const [w1, w2] = vector.dataSync();
  return [w1!, w2!];
}

/** L at each of the points. */
export function losses(points: readonly Point[]): number[] {
  return scoped(() => [...toyLoss(tf.transpose(tf.tensor2d(points.map((point) => [...point])))).dataSync()]);
}

/** The diagonal of T_w. */
export function scales(w: Point, region: Region): Point {
  return scoped(() => pointOf(operatorAt(tf.tensor1d([...w]), region)));
}
