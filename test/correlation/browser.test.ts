import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { correlateTable } from '../../src/correlation/index.ts';

const asked = {
  columns: { lr: [1, 2, 1, 2], wd: [1, 1, 2, 2], gap: [1, 2, 3, 4], sharpness: [1, 2, 4, 3] },
  gap: 'gap',
  measures: ['sharpness'],
  hyperparameters: ['lr', 'wd'],
  resamples: 200,
} as const;

let script = '';

/** Fails where anything of Node is imported. */
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/correlation/index.ts'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'correlation',
    write: false,
  });
  script = outputFiles[0]!.text;
});

it('the statistics run where there is nothing but the language', () => {
  const context = createContext({ asked: JSON.stringify(asked) });
  runInContext(script, context);
  const told = runInContext('JSON.stringify(correlation.correlateTable(JSON.parse(asked)))', context);
  expect(JSON.parse(told)).toEqual(correlateTable(asked));
});
