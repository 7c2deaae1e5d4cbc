import { defineConfig } from 'vitest/config';

/** These start no engine and change nothing of their process: they share it, and the modules that it has loaded. */
const plain =
  'test/{random,data,models/spec,checkpoints,complexity/weights,correlation,report,studies}/**/!(*.native|*.wasm|*.cpu).test.ts';

const built = `${import.meta.dirname}/dist`;

/** TensorFlow lives in processes, never in threads. Two files fill two cores; a third is there while one waits for a cluster. */
export default defineConfig({
  resolve: {
    // Processes and threads that tests start run the built package: from the sources it takes them thrice as long to start.
    alias: [
      { find: /^.*\/workerUrl\.ts$/, replacement: `${built}/studies/workerUrl.js` },
      { find: /^.*\/threadRequests\.ts$/, replacement: `${built}/data/loader/threadRequests.js` },
      // and throw the error that tests know
      { find: /^.*\/userError\.js$/, replacement: `${import.meta.dirname}/src/userError.ts` },
    ],
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
