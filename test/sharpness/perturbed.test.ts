import { expect, test } from 'vitest';
import { fitsPattern, layerOf, layersOf, perturbs } from '../../src/sharpness/perturbed.ts';

test('a pattern fits whole names, and * stands for any characters', () => {
  const fitting = (pattern: string): string[] =>
    ['conv1.weight', 'conv1.bias', 'conv10.weight', 'layer1.0.conv1.weight', 'fc.weight'].filter((name) =>
      fitsPattern(name, pattern),
    );
  expect(fitting('conv1.*')).toEqual(['conv1.weight', 'conv1.bias']);
  expect(fitting('*conv1.weight')).toEqual(['conv1.weight', 'layer1.0.conv1.weight']);
  expect(fitting('conv*weight')).toEqual(['conv1.weight', 'conv10.weight']);
  expect(fitting('conv1.weight')).toEqual(['conv1.weight']);
  expect(fitting('*')).toHaveLength(5);
  // nothing else is special, and a part of a name is no name
  for (const pattern of ['conv', 'conv1.weigh', 'conv1?weight', 'conv.*', '.*', 'fc|conv1.*', '(', '']) {
    expect(fitting(pattern), pattern).toEqual([]);
  }
});

test('a layer is a name without its last part', () => {
  expect(layerOf('layer1.0.conv1.weight')).toBe('layer1.0.conv1');
  expect(layerOf('weight')).toBe('');
  expect(layersOf(['a.weight', 'a.bias', 'b.0.weight', 'b.1.weight', 'a.x'])).toEqual(['a', 'b.0', 'b.1']);
});

test('a parameter is perturbed where a pattern fits and the layer is its own', () => {
  const names = ['conv1.weight', 'conv1.bias', 'conv10.bias', 'fc.bias'];
  expect(names.filter(perturbs(['*.bias'], null))).toEqual(['conv1.bias', 'conv10.bias', 'fc.bias']);
  expect(names.filter(perturbs(['*.bias'], 'conv1'))).toEqual(['conv1.bias']);
  expect(names.filter(perturbs(['fc.*', 'conv1.*'], 'conv10'))).toEqual([]);
});
