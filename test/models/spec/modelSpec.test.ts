import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { elementCount, type ModelOptions, modelSpec } from '../../../src/models/spec/index.ts';

const golden = new URL('../../../fixtures/golden/', import.meta.url);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, golden), 'utf8'));
const stateDicts: Record<string, [string, number[]][]> = readJson('stateDicts.json');

const color = { inputShape: [32, 32, 3], classes: 10 } as const;

test.each([
  [{ architecture: 'resnet', depth: 20, ...color }, 269_722],
  [{ architecture: 'resnet', depth: 32, ...color }, 464_154],
  [{ architecture: 'resnet', depth: 56, ...color }, 853_018],
  [{ architecture: 'wide-resnet', depth: 28, widenFactor: 2, dropoutRate: 0, ...color }, 1_467_610],
  [{ architecture: 'wide-resnet', depth: 28, widenFactor: 10, dropoutRate: 0, ...color }, 36_479_194],
] as [ModelOptions, number][])('%o has the published number of parameters', (options, count) => {
  expect(modelSpec(options).parameterCount).toBe(count);
});

test.each(Object.keys(stateDicts))('%s has the names, order and shapes of its PyTorch state_dict', (name) => {
  const stateDict = stateDicts[name]!.filter(([tensor]) => !tensor.endsWith('num_batches_tracked'));
  const isBuffer = (tensor: string) => tensor.includes('.running_');
  const spec = modelSpec(readJson(`runs/${name}/config.json`).model);
  const listed = (specs: readonly { name: string; shape: readonly number[] }[]) =>
    specs.map((tensor) => [tensor.name, tensor.shape]);
  expect(listed(spec.parameters)).toEqual(stateDict.filter(([tensor]) => !isBuffer(tensor)));
  expect(listed(spec.buffers)).toEqual(stateDict.filter(([tensor]) => isBuffer(tensor)));
  expect(spec.parameterCount).toBe(spec.parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0));
});

test('roles and initial values follow from the layer', () => {
  const spec = modelSpec({
    architecture: 'wide-resnet',
    depth: 10,
    widenFactor: 1,
    dropoutRate: 0,
    ...color,
  });
  const roles = new Map(spec.parameters.map(({ name, role }) => [name, role]));
  expect(roles.get('conv1.weight')).toBe('conv-weight');
  expect(roles.get('block2.layer.0.convShortcut.weight')).toBe('conv-weight');
  expect(roles.get('block1.layer.0.bn1.weight')).toBe('batch-norm-weight');
  expect(roles.get('bn1.bias')).toBe('batch-norm-bias');
  expect(roles.get('fc.weight')).toBe('linear-weight');
  expect(roles.get('fc.bias')).toBe('linear-bias');
  // Where widening by 1 leaves 16 channels, there is no shortcut.
  expect(roles.has('block1.layer.0.convShortcut.weight')).toBe(false);
  for (const { name, initial } of spec.buffers) expect(initial).toBe(name.endsWith('running_var') ? 1 : 0);
});

test('a convolution has a bias only without batch norm', () => {
  const names = (batchNorm: boolean) =>
    modelSpec({ architecture: 'cnn', channels: [4], batchNorm, dropoutRate: 0, ...color }).parameters.map(
      (p) => p.name,
    );
  expect(names(true)).toEqual(['conv1.weight', 'bn1.weight', 'bn1.bias', 'fc.weight', 'fc.bias']);
  expect(names(false)).toEqual(['conv1.weight', 'conv1.bias', 'fc.weight', 'fc.bias']);
});

test('a network that no memory holds is refused', () => {
  const hidden = [60_000, 60_000];
  expect(() => modelSpec({ architecture: 'mlp', hidden, ...color })).toThrow(/parameters; at most 268435456/);
});
