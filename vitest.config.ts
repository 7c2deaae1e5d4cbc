import { defineConfig } from 'vitest/config';

/** TensorFlow lives in processes, never in threads, and two of them fill two cores. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
