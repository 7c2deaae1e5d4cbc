import { expect, it } from 'vitest';
import { skippedLines } from '../../src/cli/skippedLines.ts';

it('names every folder once, and every reason', () => {
  const lines = skippedLines([
    { folder: 'runs/a', reason: 'runs/a/config.json: not JSON' },
    { folder: 'runs/a', reason: 'runs/a/config.json: not JSON' },
    { folder: 'runs/b', reason: 'runs/b: has no model' },
    { folder: 'runs/b', reason: 'the loss is not finite' },
  ]);
  expect(lines).toEqual([
    'skipped runs/a/config.json: not JSON',
    'skipped runs/b: has no model',
    'skipped runs/b: the loss is not finite',
  ]);
});
