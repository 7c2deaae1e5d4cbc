import { describe, expect, test } from 'vitest';
import { type ModelOptions, modelSpec } from '../../../src/models/spec/index.ts';
import { filterPlaces, nodePlaces } from '../../../src/models/spec/rescalings.ts';

const common = { inputShape: [28, 28, 1], classes: 10 } as const;
const cnn = { architecture: 'cnn', channels: [4, 6], dropoutRate: 0, ...common } as const;
const wide = { architecture: 'wide-resnet', depth: 10, dropoutRate: 0, ...common } as const;

const networks: Readonly<Record<string, ModelOptions>> = {
  mlp: { architecture: 'mlp', hidden: [5, 7], ...common },
  cnn: { ...cnn, batchNorm: false },
  'cnn with batch norm': { ...cnn, batchNorm: true },
  resnet: { architecture: 'resnet', depth: 14, ...common },
  'narrow wide-resnet': { ...wide, widenFactor: 1 },
  'wide-resnet': { ...wide, depth: 16, widenFactor: 2 },
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
