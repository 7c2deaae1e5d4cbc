import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../userError.ts';
import { EngineError } from '../engineError.ts';
import { leaves, type TensorTree, unflatten } from '../tree.ts';
import type { Compiled, CompileOptions, Repeated, Repetition } from '../types.ts';
import { requireSameState } from './sameState.ts';

/** `Engine.compile` where there are no graphs: the function runs operation by operation. */
export function compileEager<A extends readonly TensorTree[], R extends TensorTree>(
  fn: (...args: A) => R,
  options: CompileOptions,
): Compiled<A, R> {
  const name = options.name ?? (fn.name || 'the compiled function');
  if (options.precision === 'float64') {
    throw new UserError('double precision needs the native engine: install it with `measure engine install`');
  }
  let disposed = false;
  const compiled = (...args: A): R => {
    if (disposed) throw new EngineError(`${name} was disposed`);
    let structure: R | undefined;
    const results = tf.tidy(() => {
      structure = fn(...args);
      // a result that is an argument, or stands twice, becomes a tensor of its own, as from a graph
      return leaves(structure).map((tensor) => tf.clone(tensor));
    });
    return unflatten(structure!, results);
  };
  const dispose = (): void => {
    disposed = true;
  };
  return Object.assign(compiled, { dispose });
}

/** `Engine.repeat` where there are no graphs: an ordinary loop. */
export function repeatEager<State extends TensorTree, Fixed extends TensorTree>(
  step: (state: State, fixed: Fixed) => Repetition<State>,
  options: CompileOptions,
): Repeated<State, Fixed> {
  const name = options.name ?? (step.name || 'the compiled function');
  const checked = (state: State, fixed: Fixed): Repetition<State> => {
    const next = step(state, fixed);
    requireSameState(state, next.state, name);
    return next;
  };
  const compiled = compileEager(checked, { ...options, name });
  const run = (steps: number, initial: State, fixed: Fixed): tf.Tensor[] => {
    let state = unflatten(
      initial,
      leaves(initial).map((tensor) => tf.clone(tensor)),
    );
    for (let k = 0, done = false; k < steps && !done; k++) {
      const next = compiled(state, fixed);
      done = next.done.dataSync()[0] === 1;
      tf.dispose([leaves(state), next.done]);
      state = next.state;
    }
    return leaves(state);
  };
  const repeated = (steps: number, initial: State, fixed: Fixed): State =>
    unflatten(
      initial,
      tf.tidy(() => run(steps, initial, fixed)),
    );
  return Object.assign(repeated, { dispose: compiled.dispose });
}
