import { expect, test } from 'vitest';
import { type Checkpoint, checkNumbers, readCheckpoint, readRunFolder } from '../../src/checkpoints/index.ts';
import { goldenPath } from '../support/goldenRuns.ts';

const name = 'mnist-cnn-batch-norm';
const intact = readCheckpoint(readRunFolder(goldenPath('runs', name), name));

function withNumber(kind: 'parameters' | 'buffers', tensor: string, value: number): Checkpoint {
  const { shape, data } = intact[kind].get(tensor)!;
  const changed = { shape, data: data.with(0, value) };
  return { ...intact, [kind]: new Map([...intact[kind], [tensor, changed]]) };
}

test('a sound network passes', () => {
  expect(() => checkNumbers(intact)).not.toThrow();
  expect(() => checkNumbers(withNumber('parameters', 'conv1.weight', -1e30))).not.toThrow();
});

test.each([
  ['parameters', 'conv1.weight', Number.NaN, /conv1\.weight holds NaN/],
  ['parameters', 'fc.bias', Number.NEGATIVE_INFINITY, /fc\.bias holds -Infinity/],
  ['buffers', 'bn1.running_mean', Number.NaN, /bn1\.running_mean holds NaN/],
  ['buffers', 'bn1.running_var', -5, /bn1\.running_var holds a negative number/],
] as const)('%s: %s of %d is refused', (kind, tensor, value, why) => {
  expect(() => checkNumbers(withNumber(kind, tensor, value))).toThrow(why);
});
