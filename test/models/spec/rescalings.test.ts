import { describe, expect, test } from 'vitest';
import { type ModelOptions, modelSpec } from '../../../src/models/spec/index.ts';
import { filterPlaces, nodePlaces } from '../../../src/models/spec/rescalings.ts';

const common = { inputShape: [28, 28, 1], classes: 10 } as const;
const color = { inputShape: [32, 32, 3], classes: 10 } as const;
const cnn = { architecture: 'cnn', channels: [4, 6], dropoutRate: 0, ...common } as const;
const wide = { architecture: 'wide-resnet', depth: 10, dropoutRate: 0, ...common } as const;

const networks: Readonly<Record<string, ModelOptions>> = {
  mlp: { architecture: 'mlp', hidden: [5, 7], ...common },
  cnn: { ...cnn, batchNorm: false },
  'cnn with batch norm': { ...cnn, batchNorm: true },
  resnet: { architecture: 'resnet', depth: 14, ...common },
  'narrow wide-resnet': { ...wide, widenFactor: 1 },
  'wide-resnet': { ...wide, depth: 16, widenFactor: 2 },
  'vgg19-bn': { architecture: 'vgg19-bn', width: 2, ...color },
  densenet121: { architecture: 'densenet121', growthRate: 4, ...color },
  'resnext29-32x4d': { architecture: 'resnext29-32x4d', cardinality: 4, bottleneckWidth: 2, ...color },
  // 64 channels all the way through the first stage
  'resnext29 without a first shortcut': {
    architecture: 'resnext29-32x4d',
    cardinality: 8,
    bottleneckWidth: 4,
    ...color,
  },
  pyramidnet: { architecture: 'pyramidnet', depth: 20, alpha: 9, shakeDrop: true, ...color },
  resnet50: { architecture: 'resnet50', width: 4, ...color },
};

/** `bn1 -> conv1 convShortcut`, `conv1 | bn2` */
function placesOf(name: string): string[] {
  const options = networks[name]!;
  return [
    ...nodePlaces(options).map(({ writer, readers }) => `${writer} -> ${readers.join(' ')}`),
    ...filterPlaces(options).map(({ convolution, batchNorm }) => `${convolution} | ${batchNorm}`),
  ];
}

describe.each(Object.keys(networks))('%s', (name) => {
  const { parameters, buffers } = modelSpec(networks[name]!);
  const shapes = new Map([...parameters, ...buffers].map((tensor) => [tensor.name, tensor.shape]));

  test('what writes nodes has as many as what reads them', () => {
    for (const { writer, readers } of nodePlaces(networks[name]!)) {
      const [nodes] = shapes.get(`${writer}.bias`)!;
      expect(shapes.get(`${writer}.weight`)![0]).toBe(nodes);
      for (const reader of readers) expect(shapes.get(`${reader}.weight`)![1]).toBe(nodes);
    }
  });

  test('a convolution has a filter for each mean and variance, and none reads two batch norms', () => {
    const places = filterPlaces(networks[name]!);
    for (const { convolution, batchNorm } of places) {
      expect(shapes.get(`${batchNorm}.running_var`)).toEqual([shapes.get(`${convolution}.weight`)![0]]);
    }
    expect(new Set(places.map(({ batchNorm }) => batchNorm)).size).toBe(places.length);
  });

  test('no layer writes or reads nodes of two places', () => {
    const places = nodePlaces(networks[name]!);
    const writers = places.map(({ writer }) => writer);
    const readers = places.flatMap((place) => place.readers);
    expect(new Set(writers).size).toBe(writers.length);
    expect(new Set(readers).size).toBe(readers.length);
  });
});

test('an mlp: every hidden layer', () => {
  expect(placesOf('mlp')).toEqual(['fc1 -> fc2', 'fc2 -> fc3']);
});

test('a cnn: every convolution, or the batch norm after it', () => {
  expect(placesOf('cnn')).toEqual(['conv1 -> conv2', 'conv2 -> fc']);
  expect(placesOf('cnn with batch norm')).toEqual([
    ...['bn1 -> conv2', 'bn2 -> fc'],
    ...['conv1 | bn1', 'conv2 | bn2'],
  ]);
});

test('a resnet: within blocks, where no shortcut carries the channels on; all filters', () => {
  const places = placesOf('resnet');
  expect(places.slice(0, 2)).toEqual(['layer1.0.bn1 -> layer1.0.conv2', 'layer1.1.bn1 -> layer1.1.conv2']);
  expect(places.filter((place) => place.includes('->'))).toHaveLength(6);
  expect(places.filter((place) => place.includes('|'))).toHaveLength(13);
  expect(places).not.toContain('bn1 -> layer1.0.conv1');
});

test('a wide-resnet: a shortcut that is a convolution reads what conv1 reads', () => {
  const narrow = placesOf('narrow wide-resnet');
  expect(narrow).toContain('block1.layer.0.bn1 -> block1.layer.0.conv1');
  expect(narrow).toContain('block2.layer.0.bn1 -> block2.layer.0.conv1 block2.layer.0.convShortcut');
  expect(narrow).toContain('bn1 -> fc');
  const wider = placesOf('wide-resnet');
  expect(wider).toContain('block1.layer.0.bn1 -> block1.layer.0.conv1 block1.layer.0.convShortcut');
  expect(wider).toContain('block1.layer.1.bn1 -> block1.layer.1.conv1');
});

test('a wide-resnet: the stem where no shortcut carries its channels on, and the first filters of blocks', () => {
  expect(placesOf('wide-resnet')).toContain('conv1 | block1.layer.0.bn1');
  expect(placesOf('narrow wide-resnet').filter((place) => place.includes('|'))).toEqual([
    'block1.layer.0.conv1 | block1.layer.0.bn2',
    'block2.layer.0.conv1 | block2.layer.0.bn2',
    'block3.layer.0.conv1 | block3.layer.0.bn2',
  ]);
});

test('a vgg19-bn: every batch norm and every convolution', () => {
  const places = placesOf('vgg19-bn');
  expect(places).toHaveLength(32);
  expect(places).toContain('features.4 -> features.7');
  expect(places).toContain('features.50 -> classifier');
  expect(places).toContain('features.49 | features.50');
});

test('a densenet121: every batch norm; of the filters, those that write into no stream', () => {
  const places = placesOf('densenet121');
  expect(places.filter((place) => place.includes('->'))).toHaveLength(2 * 58 + 3 + 1);
  expect(places).toContain('trans2.bn -> trans2.conv');
  expect(places.filter((place) => place.includes('|'))).toHaveLength(58);
  expect(places).toContain('dense4.15.conv1 | dense4.15.bn2');
});

test('a resnext29: no nodes that a convolution in groups reads', () => {
  const places = placesOf('resnext29-32x4d');
  expect(places.filter((place) => place.endsWith('conv2'))).toEqual([]);
  expect(places).toContain('bn1 -> layer1.0.conv1 layer1.0.shortcut.0');
  expect(places).toContain('layer3.2.bn2 -> layer3.2.conv3');
  expect(places).toContain('layer2.0.shortcut.0 | layer2.0.shortcut.1');
  expect(placesOf('resnext29 without a first shortcut').join()).not.toContain('bn1 -> layer1.0.conv1');
});

test('a resnet50: the stem, and within blocks', () => {
  const places = placesOf('resnet50');
  expect(places.filter((place) => place.includes('->'))).toHaveLength(1 + 2 * 16);
  expect(places).toContain('bn1 -> layer1.0.conv1 layer1.0.downsample.0');
  expect(places.filter((place) => place.includes('|'))).toHaveLength(53);
});

test('a pyramidnet: the batch norms before convolutions; all filters', () => {
  const places = placesOf('pyramidnet');
  expect(places.filter((place) => place.includes('->'))).toHaveLength(3 * 6 + 1);
  expect(places).toContain('layer1.0.bn1 -> layer1.0.conv1');
  expect(places).toContain('bn_final -> fc');
  expect(places.filter((place) => place.includes('|'))).toHaveLength(3 * 6 + 1);
  expect(places).toContain('layer3.1.conv3 | layer3.1.bn4');
});
