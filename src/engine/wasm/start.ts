import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../userError.ts';
import { registerConv2dBackpropFilter } from './conv2dBackpropFilter.ts';

/** Starts the WebAssembly backend from the files of its package; returns its version. */
export async function startWasm(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${join(dirname(entry))}/`);
  registerConv2dBackpropFilter();
  if (!(await tf.setBackend('wasm'))) throw new UserError('the WebAssembly engine did not start');
  return version_wasm;
}
