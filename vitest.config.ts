import { defineConfig } from 'vitest/config';

/** TensorFlow lives in processes, never in threads. Two files fill two cores; a third is there while one waits for a cluster. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
