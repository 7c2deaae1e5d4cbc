import type { Tensor } from '@tensorflow/tfjs-core';
import type { EngineDescription, Precision } from './description.ts';
import type { TensorTree } from './tree.ts';

export interface CompileOptions {
  /** What error messages call the function. */
  readonly name?: string;
  readonly precision?: Precision;
}

/** A compiled function. Results belong to the caller (or to the enclosing `tf.tidy`). */
export interface Compiled<A extends readonly TensorTree[], R extends TensorTree> {
  (...args: A): R;
  /** Frees every graph that was made; a later call throws. */
  dispose(): void;
}

/** What one application of a repeated function comes to. */
export type Repetition<State extends TensorTree> = {
  readonly state: State;
  /** A boolean scalar: is this the last application, however many were asked for? */
  readonly done: Tensor;
};

/** A compiled function that is applied again and again. The state that it ends with belongs to the caller. */
export interface Repeated<State extends TensorTree, Fixed extends TensorTree> {
  (steps: number, state: State, fixed: Fixed): State;
  dispose(): void;
}

/** Where tensors run. Everything outside this room knows an engine by this interface only. */
export interface Engine extends EngineDescription {
  /**
   * Makes a pure function of tensors fast: on `native` it is traced once per shape, type and structure
   * of its arguments, and runs as one TensorFlow graph.
   *
   * The function takes all state as arguments, reads no value back and draws no random number: each is
   * refused when it is traced, and so is a call of another compiled function. In `float64` the results are
   * doubles: read them with `doubles`, or pass them to other float64 functions, but to nothing else. A number
   * that the function itself holds is taken for the shortest decimal that rounds to the same float32 (a power of
   * two, or a small multiple of one, for itself): 0.01 for 0.01, but 1 / 3 for 0.33333334, so divide in the graph.
   */
  compile<A extends readonly TensorTree[], R extends TensorTree>(
    fn: (...args: A) => R,
    options?: CompileOptions,
  ): Compiled<A, R>;
  /**
   * Makes a pure function of a state (and of what stays the same) fast to apply again and again: on `native` all
   * applications are one graph with a loop in it, and nothing is read back between them. What `compile` says of
   * functions holds. Each application gives a state of the same structure, shapes and types.
   */
  repeat<State extends TensorTree, Fixed extends TensorTree>(
    step: (state: State, fixed: Fixed) => Repetition<State>,
    options?: CompileOptions,
  ): Repeated<State, Fixed>;
  /** The values of a tensor, in full if it was computed in float64. */
  doubles(tensor: Tensor): Float64Array;
  /** The tensor rounded to float32, as float32 functions take it; a new tensor in any case. */
  single(tensor: Tensor): Tensor;
  /** A tensor that float64 functions take without rounding; elsewhere the same as float32. */
  fromDoubles(values: ArrayLike<number>, shape: readonly number[]): Tensor;
}
