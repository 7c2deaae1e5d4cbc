// Writes src/engine/registerAllGradients.js: tfjs-core's gradients as one module that Node can import.
// The registry that they enter is global, so the bundle's own copy of tfjs-core's code does no harm.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

await build({
  entryPoints: [require.resolve('@tensorflow/tfjs-core/dist/register_all_gradients')],
  outfile: fileURLToPath(new URL('../src/engine/registerAllGradients.js', import.meta.url)),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  legalComments: 'inline',
  logLevel: 'warning',
});
