import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  elementCount,
  type ModelOptions,
  type ModelSpec,
  modelSpec,
  parseModelOptions,
} from '../../../src/models/spec/index.ts';

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

interface FullSize {
  readonly model: unknown;
  readonly parameters: number;
  readonly tensors: number;
  readonly sha256: string;
}
const fullSize: Record<string, FullSize> = readJson('architectures.json');

test.each([
  ['vgg19-bn', 20_040_522],
  ['densenet121', 6_956_298],
  ['resnext29-32x4d', 4_774_218],
  ['pyramidnet', 26_210_842],
  ['resnet50', 25_557_032],
])('%s at its published size has the tensors of its PyTorch state_dict, and %i parameters', (name, count) => {
  const { model, parameters, tensors, sha256 } = fullSize[name]!;
  const spec = modelSpec(parseModelOptions(model));
  expect(spec.parameterCount).toBe(count);
  expect(parameters).toBe(count);
  const listed = inStateDictOrder(spec).map(({ name: tensor, shape }) => [tensor, shape]);
  expect(listed).toHaveLength(tensors);
  expect(createHash('sha256').update(JSON.stringify(listed)).digest('hex')).toBe(sha256);
});

/** PyTorch lists a layer's buffers after its parameters. */
function inStateDictOrder({ parameters, buffers }: ModelSpec): { name: string; shape: readonly number[] }[] {
  const layer = (tensor: string) => tensor.slice(0, tensor.lastIndexOf('.'));
  return parameters.flatMap((parameter, k) => {
    const ends = parameters[k + 1] === undefined || layer(parameters[k + 1]!.name) !== layer(parameter.name);
    const kept = ends ? buffers.filter(({ name }) => layer(name) === layer(parameter.name)) : [];
    return [parameter, ...kept].map(({ name, shape }) => ({ name, shape }));
  });
}

test.each([
  [{ architecture: 'pyramidnet', depth: 110, alpha: 48, shakeDrop: false, ...color }, 'layer1.0.conv1', 17],
  // 16.5 is rounded to the even neighbor, as Python does
  [{ architecture: 'pyramidnet', depth: 20, alpha: 3, shakeDrop: false, ...color }, 'layer1.0.conv1', 16],
  [{ architecture: 'pyramidnet', depth: 20, alpha: 9, shakeDrop: false, ...color }, 'layer1.0.conv1', 18],
] as [ModelOptions, string, number][])('the width of %o', (options, layer, width) => {
  const { parameters } = modelSpec(options);
  expect(parameters.find(({ name }) => name === `${layer}.weight`)!.shape[0]).toBe(width);
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
