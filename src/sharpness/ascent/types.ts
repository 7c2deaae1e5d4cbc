import type * as tf from '@tensorflow/tfjs-core';
import type { BallOrder } from '../ball.ts';

/** A point of the unit ball in z = T_w^-1 epsilon / rho, and the loss there. */
export type Point = {
  readonly z: tf.Tensor1D;
  /** L(w + rho T z) - L(w): a scalar. */
  readonly value: tf.Tensor;
  /** The gradient with regard to z, up to a positive factor: T g. */
  readonly gradient: tf.Tensor1D;
};

/** A maximization over the unit ball. */
export interface Problem {
  readonly p: BallOrder;
  /** The diagonal of T_w; 0 where a parameter is not perturbed. */
  readonly operator: tf.Tensor1D;
  readonly evaluate: (z: tf.Tensor1D) => Point;
}

/** What every ascent's state holds: where it is, and the best point that it saw. */
export type AscentState = { readonly point: Point; readonly best: Pick<Point, 'z' | 'value'> };

/** A step's end: the next state, and the point at which the loss was evaluated. */
export type Stepped<State> = { readonly state: State; readonly visited: Point };

/**
 * An iterative ascent as a pure pair: a state from a starting point, and the next state from a state. `k`, a
 * scalar, counts the steps from 0.
 */
export interface Algorithm<State extends AscentState> {
  /** Has it arrived where a step from its best point no longer moves it? Then the steps that are left are not done. */
  readonly settles: boolean;
  init(start: Point): State;
  step(state: State, problem: Problem, k: tf.Tensor): Stepped<State>;
}
