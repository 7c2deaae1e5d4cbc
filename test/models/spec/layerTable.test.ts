import { expect, test } from 'vitest';
import { layerTable, modelSpec } from '../../../src/models/spec/index.ts';

const color = { inputShape: [32, 32, 3], classes: 10 } as const;

test('has a row a layer, in order', () => {
  const spec = modelSpec({
    architecture: 'cnn',
    channels: [4, 8],
    batchNorm: true,
    dropoutRate: 0.5,
    ...color,
  });
  expect(layerTable(spec)).toEqual([
    { name: 'conv1', kind: 'convolution', shape: [4, 3, 3, 3], parameters: 108, buffers: 0 },
    { name: 'bn1', kind: 'batch norm', shape: [4], parameters: 8, buffers: 8 },
    { name: 'conv2', kind: 'convolution', shape: [8, 4, 3, 3], parameters: 288, buffers: 0 },
    { name: 'bn2', kind: 'batch norm', shape: [8], parameters: 16, buffers: 16 },
    { name: 'fc', kind: 'linear', shape: [10, 8], parameters: 90, buffers: 0 },
  ]);
});

test('shows groups in the shape, and counts every parameter', () => {
  const spec = modelSpec({
    architecture: 'resnext29-32x4d',
    cardinality: 32,
    bottleneckWidth: 4,
    ...color,
  });
  const rows = layerTable(spec);
  expect(rows.find(({ name }) => name === 'layer1.0.conv2')!.shape).toEqual([128, 4, 3, 3]);
  expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(spec.parameterCount);
});
