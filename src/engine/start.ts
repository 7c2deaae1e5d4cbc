import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { reason, UserError } from '../userError.ts';
import { compileEager, repeatEager } from './compile/compileEager.ts';
import { compileNative, repeatNative } from './compile/compileNative.ts';
import type { EngineChoice, EngineName } from './description.ts';
import { installedNative } from './native/cache.ts';
import { nativeDoubles } from './native/doubles.ts';
import { loadNative } from './native/load.ts';
import type { Engine } from './types.ts';
import { startWasm } from './wasm/start.ts';

const VERSION_OF_TFJS = tf.version_core;

/** Registers tfjs-core's gradients: its own module of them cannot be imported by Node, so the build bundles it. */
async function registerGradients(): Promise<void> {
  await import(new URL('./registerAllGradients.js', import.meta.url).href);
}

async function startNative(): Promise<Engine> {
  const folder = installedNative();
  if (folder === undefined) {
    throw new UserError('the native engine is not installed: install it with `measure engine install`');
  }
  const backend = await loadNative(folder);
  const threads = Number(process.env.TF_NUM_INTRAOP_THREADS ?? 0) || availableParallelism();
  return {
    name: 'native',
    device: backend.binding.isUsingGpuDevice() ? 'GPU' : 'CPU',
    versions: { 'tfjs-core': VERSION_OF_TFJS, tensorflow: backend.binding.TF_Version },
    threads,
    precisions: ['float32', 'float64'],
    compile: (fn, options = {}) => compileNative(backend, fn, options),
    repeat: (step, options = {}) => repeatNative(backend, step, options),
    ...nativeDoubles(backend),
  };
}

/** The engines whose arithmetic is float32 throughout, and which run operation by operation. */
function eagerEngine(name: EngineName, versions: Record<string, string>): Engine {
  return {
    name,
    device: 'CPU',
    versions: { 'tfjs-core': VERSION_OF_TFJS, ...versions },
    threads: 1,
    precisions: ['float32'],
    compile: (fn, options = {}) => compileEager(fn, options),
    repeat: (step, options = {}) => repeatEager(step, options),
    doubles: (tensor) => Float64Array.from(tensor.dataSync()),
    single: (tensor) => tf.clone(tensor),
    fromDoubles: (values, shape) => tf.tensor(Float32Array.from(values), [...shape], 'float32'),
  };
}

async function startCpu(): Promise<Engine> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return eagerEngine('cpu', {});
}

/**
 * Starts an engine and makes it tfjs's current backend. One a process: tensors do not move between engines.
 *
 * @param choice `auto` takes the first of native and wasm that works
 * @throws UserError when the engine that was asked for cannot be had
 */
export async function startEngine(choice: EngineChoice = 'auto'): Promise<Engine> {
  // production mode: no advice about backends on stderr
  tf.enableProdMode();
  await registerGradients();
  switch (choice) {
    case 'native':
      return startNative();
    case 'wasm':
      return eagerEngine('wasm', { 'tfjs-backend-wasm': await startWasm() });
    case 'cpu':
      return startCpu();
    case 'auto':
      if (installedNative() === undefined) return startEngine('wasm');
      try {
        return await startNative();
      } catch (error) {
        process.stderr.write(`the native engine did not start (${reason(error)}); going on with wasm\n`);
        return startEngine('wasm');
      }
  }
}
