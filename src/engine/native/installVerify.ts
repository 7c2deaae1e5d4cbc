import { createRequire } from 'node:module';
import { tensorflowVersion } from './installRecipe.ts';
import { mustRun } from './installTools.ts';

/** Runs in a process of its own: loading a broken library can end the process that does it. */
const script = `
const [tfjsCore, folder, version] = process.argv.slice(1);
const util = require('util');
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const fail = (message) => { console.error('error: ' + message); process.exit(1); };
process.on('uncaughtException', (error) => fail(error.message.split('\\n')[0]));
const tf = (globalThis[Symbol.for('adaptive-sharpness.tfjs-core')] = require(tfjsCore));
const binding = require(folder + '/tfjs_binding.node');
if (binding.TF_Version !== version) fail('TensorFlow is ' + binding.TF_Version + ', not ' + version);
require(folder + '/dist/register_all_kernels.js');
const { NodeJSKernelBackend } = require(folder + '/dist/nodejs_kernel_backend.js');
tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, 'verify'));
tf.setBackend('tensorflow').then(() => {
  const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
  if (product !== 11) fail('1 * 3 + 2 * 4 came out as ' + product);
  process.exit(0);
});
`;

/** Loads the engine in `folder` and multiplies two matrices with it; throws one line where that fails. */
export async function verifyEngine(folder: string): Promise<void> {
  const tfjsCore = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core');
  const args = ['--input-type=commonjs', '-e', script, tfjsCore, folder, tensorflowVersion];
  await mustRun('the built engine does not load', process.execPath, args, { timeout: 120_000 });
}
