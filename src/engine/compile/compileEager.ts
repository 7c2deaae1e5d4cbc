import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../userError.ts';
import { EngineError } from '../engineError.ts';
import { leaves, type TensorTree, unflatten } from '../tree.ts';
import type { Compiled, CompileOptions } from '../types.ts';

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
