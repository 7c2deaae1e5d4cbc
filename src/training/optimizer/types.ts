import type * as tf from '@tensorflow/tfjs-core';

/** What an update rule keeps between steps, by name: vectors as long as the parameters'. */
export type OptimizerState = Readonly<Record<string, tf.Tensor1D>>;

/** The numbers that change from step to step, by name. */
export type Rates = Readonly<Record<string, number>>;

/** What a rule makes of a gradient. */
export interface Update {
  /** What is subtracted from the parameters. */
  readonly change: tf.Tensor1D;
  readonly state: OptimizerState;
}

/** An update rule: a pure pair of functions over the vector of all parameters. */
export interface Optimizer {
  /** The state before the first step, for so many parameters. */
  readonly init: (size: number) => OptimizerState;
  /**
   * The numbers of a step, in double precision; `learningRate` is always among them.
   *
   * @param step counts from 1
   */
  readonly rates: (learningRate: number, step: number) => Rates;
  /** @param rates the numbers of the step as scalars */
  readonly update: (
    gradient: tf.Tensor1D,
    state: OptimizerState,
    rates: Readonly<Record<string, tf.Tensor>>,
  ) => Update;
}
