import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Precision } from '../../engine/index.ts';
import type { Examples, Weights } from '../../models/apply/index.ts';
import { type BallOrder, norm } from '../ball.ts';
import { lossesAndGradient, type VectorLosses } from '../loss.ts';
import type { Algorithm, AscentState, Point } from './types.ts';

/** An ascent has arrived where a step moves it by less than this share of the radius, at its best value. */
const ARRIVED = 1e-3;

/** What stays the same during an ascent. */
export type Surroundings = {
  /** The parameters as one vector, w. */
  readonly parameters: tf.Tensor1D;
  readonly buffers: Weights['buffers'];
  readonly examples: Examples;
  /** L_i(w), [examples] */
  readonly losses: tf.Tensor1D;
  /** The diagonal of T_w; 0 where a parameter is not perturbed. */
  readonly operator: tf.Tensor1D;
  /** rho: a scalar. */
  readonly radius: tf.Tensor;
};

type State = {
  readonly ascent: AscentState;
  /** Steps done. */
  readonly k: tf.Tensor;
  /** The best value after each step. */
  readonly curve: tf.Tensor1D;
};

/** What an ascent from one start came to. */
export type Climbed = {
  readonly z: tf.Tensor1D;
  readonly value: number;
  readonly curve: number[];
};

/** An iterative ascent from the center of the ball, or from any other point of it. */
export interface Climb {
  fromCenter(gradient: tf.Tensor1D, surroundings: Surroundings): Climbed;
  from(z: tf.Tensor1D, surroundings: Surroundings): Climbed;
  dispose(): void;
}

export interface ClimbOptions {
  readonly lossesAt: VectorLosses;
  readonly algorithm: Algorithm<AscentState>;
  readonly steps: number;
  readonly p: BallOrder;
  readonly precision: Precision;
}

function evaluate(lossesAt: VectorLosses, z: tf.Tensor1D, at: Surroundings): Point {
  const { parameters, buffers, examples, losses, operator, radius } = at;
  const moved = tf.add<tf.Tensor1D>(parameters, tf.mul(tf.mul(operator, radius), z));
  const found = lossesAndGradient(lossesAt, { parameters: moved, buffers }, examples);
  const value = tf.mean(tf.sub(found.losses, losses));
  return {
    z,
    // a loss that no number holds has exploded
    value: tf.where(tf.isNaN(value), tf.scalar(Number.POSITIVE_INFINITY), value),
    gradient: tf.mul(operator, found.gradient),
  };
}

/**
 * Compiles an ascent: its steps are one graph with a loop in it. It ends early where it has arrived, which is
 * soon the case at small radii, if its algorithm settles there.
 */
export function compileClimb(
  engine: Engine,
  { lossesAt, algorithm, steps, p, precision }: ClimbOptions,
): Climb {
  const begin = (start: Point): State => ({
    ascent: algorithm.init(start),
    k: tf.scalar(0),
    curve: tf.zeros([steps]),
  });
  const atCenter = engine.compile(
    (gradient: tf.Tensor1D): State => begin({ z: tf.zerosLike(gradient), value: tf.scalar(0), gradient }),
    { name: 'the start of the ascent', precision },
  );
  const atPoint = engine.compile(
    (z: tf.Tensor1D, surroundings: Surroundings): State => begin(evaluate(lossesAt, z, surroundings)),
    { name: 'the random start of the ascent', precision },
  );
  const climb = engine.repeat(
    ({ ascent, k, curve }: State, surroundings: Surroundings) => {
      const problem = {
        p,
        operator: surroundings.operator,
        evaluate: (z: tf.Tensor1D) => evaluate(lossesAt, z, surroundings),
      };
      const { state: next, visited } = algorithm.step(ascent, problem, k);
      const way = norm(tf.sub(visited.z, ascent.point.z), p);
      const isThisStep = tf.equal(tf.range(0, steps, 1, 'float32'), k);
      const arrived = tf.logicalAnd(
        tf.lessEqual(way, algorithm.settles ? ARRIVED : -1),
        tf.greaterEqual(visited.value, next.best.value),
      );
      // beyond infinity nothing is left to find
      const done = tf.logicalOr(arrived, tf.isInf(next.best.value));
      const state: State = {
        ascent: next,
        k: tf.add(k, 1),
        curve: tf.where(isThisStep, tf.mul(tf.onesLike(curve), next.best.value), curve) as tf.Tensor1D,
      };
      return { state, done };
    },
    { name: 'the ascent', precision },
  );

  const run = (start: State, surroundings: Surroundings): Climbed => {
    const { ascent, k, curve } = climb(steps, start, surroundings);
    const value = engine.doubles(ascent.best.value)[0]!;
    const done = engine.doubles(k)[0]!;
    // where it arrived early, the best value stays
    return {
      z: ascent.best.z,
      value,
      curve: Array.from(engine.doubles(curve), (v, j) => (j < done ? v : value)),
    };
  };
  return {
    fromCenter: (gradient, surroundings) => run(atCenter(gradient), surroundings),
    from: (z, surroundings) => run(atPoint(z, surroundings), surroundings),
    dispose: () => {
      for (const compiled of [atCenter, atPoint, climb]) compiled.dispose();
    },
  };
}
