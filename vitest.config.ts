import { defineConfig } from 'vitest/config';

/** These start no engine and change nothing of their process: they share it, and the modules that it has loaded. */
const plain =
  'test/{random,data,models/spec,checkpoints,complexity/weights,correlation,report,studies}/**/!(*.native|*.wasm|*.cpu).test.ts';

/** TensorFlow lives in processes, never in threads. Two files fill two cores; a third is there while one waits for a cluster. */
export default defineConfig({
  resolve: {
    // Workers that tests start are the package's: they start in a third of the time that the sources take.
    alias: [{ find: /^.*\/workerUrl\.ts$/, replacement: `${import.meta.dirname}/dist/studies/workerUrl.js` }],
  },
  test: {
    globalSetup: ['test/support/buildFirst.mjs'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'together', include: [plain], isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [plain],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
