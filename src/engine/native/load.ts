import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Binding, NativeBackend } from './backend.ts';

/** The name under which tfjs-node registers its kernels. */
const BACKEND = 'tensorflow';

/** The installed package's JavaScript asks for tfjs and is given, under this symbol, the one copy that runs. */
const SHARED_TFJS: symbol = Symbol.for('adaptive-sharpness.tfjs-core');

interface LegacyUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/**
 * Starts TensorFlow from a folder that `installNative` laid, as the current backend of tfjs.
 *
 * @param folder what `nativeEngineFolder` names
 */
export async function loadNative(folder: string): Promise<NativeBackend> {
  (globalThis as Record<symbol, unknown>)[SHARED_TFJS] = tf;
  const require = createRequire(join(folder, 'engine.js'));
  const util = require('node:util') as LegacyUtil;
  // gone since Node 23, and deprecated with a warning before
  util.isNullOrUndefined = (value) => value == null;
  util.isArray = Array.isArray;
  const binding = require('./tfjs_binding.node') as Binding;
  require('./dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = require('./dist/nodejs_kernel_backend.js') as {
    NodeJSKernelBackend: new (binding: Binding, packageName: string) => NativeBackend;
  };
  tf.registerBackend(BACKEND, () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'));
  if (!(await tf.setBackend(BACKEND))) throw new Error('TensorFlow did not start');
  return tf.backend() as NativeBackend;
}
