import { expect, test } from 'vitest';
import {
  type HostTensor,
  initialBuffers,
  initializeParameters,
  type ModelOptions,
  modelSpec,
} from '../../../src/models/spec/index.ts';

const gray = { inputShape: [28, 28, 1], classes: 10 } as const;
const resnet = modelSpec({ architecture: 'resnet', depth: 20, ...gray });
const wide = modelSpec({ architecture: 'wide-resnet', depth: 10, widenFactor: 2, dropoutRate: 0, ...gray });

function moments({ data }: HostTensor): { mean: number; std: number; largest: number } {
  const mean = data.reduce((a, b) => a + b, 0) / data.length;
  const variance = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length;
  return { mean, std: Math.sqrt(variance), largest: data.reduce((a, b) => Math.max(a, Math.abs(b)), 0) };
}

test('a seed gives the same parameters again, another seed others', () => {
  const first = initializeParameters(resnet, 3).get('conv1.weight')!.data;
  expect(initializeParameters(resnet, 3).get('conv1.weight')!.data).toEqual(first);
  expect(initializeParameters(resnet, 4).get('conv1.weight')!.data).not.toEqual(first);
});

test('a parameter depends on its name, not on what else the network has', () => {
  const deeper = modelSpec({ architecture: 'resnet', depth: 32, ...gray });
  const name = 'layer2.1.conv1.weight';
  expect(initializeParameters(deeper, 0).get(name)).toEqual(initializeParameters(resnet, 0).get(name));
});

test('the order, names and shapes are those of the specification', () => {
  const parameters = [...initializeParameters(wide, 0)].map(([name, { shape }]) => ({ name, shape }));
  expect(parameters).toEqual(wide.parameters.map(({ name, shape }) => ({ name, shape })));
});

test.each([
  { architecture: 'mlp', hidden: [200], ...gray },
  { architecture: 'cnn', channels: [8, 200], batchNorm: false, dropoutRate: 0, ...gray },
] as ModelOptions[])('$architecture: uniform within 1/sqrt(fan in), as PyTorch layers start', (options) => {
  const parameters = initializeParameters(modelSpec(options), 0);
  const [name, fanIn] = options.architecture === 'mlp' ? ['fc1', 784] : ['conv2', 8 * 9];
  for (const tensor of [`${name}.weight`, `${name}.bias`]) {
    const { mean, std, largest } = moments(parameters.get(tensor)!);
    const bound = 1 / Math.sqrt(fanIn as number);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.95 * bound);
    expect(Math.abs(mean)).toBeLessThan(0.15 * bound);
    expect(Math.abs((std * Math.sqrt(3)) / bound - 1)).toBeLessThan(0.15);
  }
});

test('resnet: normal with variance 2/fan in, batch norm the identity', () => {
  const parameters = initializeParameters(resnet, 0);
  // 16 -> 32 channels: fan in 144, fan out 288.
  expect(moments(parameters.get('layer2.0.conv1.weight')!).std * Math.sqrt(144 / 2)).toBeCloseTo(1, 1);
  expect(Math.abs(moments(parameters.get('linear.weight')!).std * Math.sqrt(64 / 2) - 1)).toBeLessThan(0.15);
  expect(moments(parameters.get('linear.bias')!).largest).toBeLessThanOrEqual(1 / 8);
  expect(new Set(parameters.get('bn1.weight')!.data)).toEqual(new Set([1]));
  expect(new Set(parameters.get('bn1.bias')!.data)).toEqual(new Set([0]));
});

test('wide-resnet: normal with variance 2/fan out, the last bias zero', () => {
  const parameters = initializeParameters(wide, 0);
  expect(moments(parameters.get('block2.layer.0.conv1.weight')!).std * Math.sqrt((64 * 9) / 2)).toBeCloseTo(
    1,
    1,
  );
  expect(moments(parameters.get('fc.weight')!).largest).toBeLessThanOrEqual(1 / Math.sqrt(128));
  expect(new Set(parameters.get('fc.bias')!.data)).toEqual(new Set([0]));
});

const color = { inputShape: [32, 32, 3], classes: 10 } as const;
const vgg = modelSpec({ architecture: 'vgg19-bn', width: 8, ...color });
const resnext = modelSpec({ architecture: 'resnext29-32x4d', cardinality: 8, bottleneckWidth: 4, ...color });
const pyramid = modelSpec({ architecture: 'pyramidnet', depth: 11, alpha: 30, shakeDrop: true, ...color });
const resnet50 = modelSpec({ architecture: 'resnet50', width: 8, ...color });

test.each([
  // convolutions have biases; their fan in is that of the weight
  [vgg, 'features.3.weight', 8 * 9],
  [vgg, 'features.10.bias', 16 * 9],
  [vgg, 'classifier.weight', 64],
  // a group sees 4 channels
  [resnext, 'layer1.1.conv2.weight', 4 * 9],
  [resnext, 'linear.bias', 256],
  [pyramid, 'fc.weight', 184],
  [resnet50, 'fc.bias', 256],
])('%#: %s starts uniform within 1/sqrt(%i)', (spec, name, fanIn) => {
  const { largest } = moments(initializeParameters(spec, 1).get(name)!);
  expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(fanIn));
  expect(largest).toBeGreaterThan(0.6 / Math.sqrt(fanIn));
});

test.each([
  [pyramid, 'layer2.0.conv2.weight', 36 * 9],
  [resnet50, 'conv1.weight', 8 * 49],
  [resnet50, 'layer3.1.conv1.weight', 32],
])('%#: %s starts normal with variance 2/%i', (spec, name, fanOut) => {
  const { std, largest } = moments(initializeParameters(spec, 1).get(name)!);
  expect(Math.abs(std / Math.sqrt(2 / fanOut) - 1)).toBeLessThan(0.06);
  expect(largest).toBeGreaterThan(2.5 * std);
});

test('PyTorch’s defaults for every layer, if asked for', () => {
  const own = initializeParameters(resnet, 0);
  const parameters = initializeParameters(resnet, 0, 'pytorch');
  const { largest } = moments(parameters.get('layer2.0.conv1.weight')!);
  expect(largest).toBeLessThanOrEqual(1 / 12);
  expect(largest).toBeGreaterThan(0.95 / 12);
  expect(parameters.get('linear.bias')).toEqual(own.get('linear.bias'));
  expect(new Set(parameters.get('bn1.weight')!.data)).toEqual(new Set([1]));
});

test('He’s normal for every layer, if asked for', () => {
  const parameters = initializeParameters(vgg, 0, 'he');
  // 16 -> 32 channels
  const convolution = moments(parameters.get('features.14.weight')!);
  expect(Math.abs(convolution.std / Math.sqrt(2 / (32 * 9)) - 1)).toBeLessThan(0.05);
  expect(Math.abs(moments(parameters.get('classifier.weight')!).std / Math.sqrt(2 / 10) - 1)).toBeLessThan(
    0.1,
  );
  for (const name of ['features.14.bias', 'classifier.bias', 'features.15.bias']) {
    expect(new Set(parameters.get(name)!.data)).toEqual(new Set([0]));
  }
  expect(new Set(parameters.get('features.15.weight')!.data)).toEqual(new Set([1]));
});

test('running statistics start at mean 0 and variance 1', () => {
  const buffers = initialBuffers(resnet);
  expect([...buffers.keys()]).toEqual(resnet.buffers.map(({ name }) => name));
  expect(new Set(buffers.get('bn1.running_mean')!.data)).toEqual(new Set([0]));
  expect(new Set(buffers.get('layer3.2.bn2.running_var')!.data)).toEqual(new Set([1]));
});
