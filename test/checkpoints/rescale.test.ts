import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  type HostTensor,
  readCheckpoint,
  readRunFolder,
  rescaleFilters,
  rescaleNodes,
} from '../../src/checkpoints/index.ts';
import { golden } from './golden.ts';

function checkpoint(name: string): Checkpoint {
  return readCheckpoint(readRunFolder(join(golden, 'runs', name), name));
}

/** The distinct factors that were drawn, sorted. */
function factorsOf(before: HostTensor, after: HostTensor): number[] {
  const factors = [...after.data].map((value, i) => value / before.data[i]!).filter(Number.isFinite);
  return [...new Set(factors)].sort((a, b) => a - b);
}

describe('rescaleNodes', () => {
  const cnn = checkpoint('mnist-cnn');

  test('multiplies what computes a node by powers of two up to the largest, and divides what reads it', () => {
    const { parameters, layers, factors } = rescaleNodes(cnn, { maxPower: 1, seed: 7 })!;
    expect({ layers, factors }).toEqual({ layers: 3, factors: 40 });
    const [bias, rescaled] = [cnn, { parameters }].map((one) => one.parameters.get('conv3.bias')!);
    expect(factorsOf(bias!, rescaled!)).toEqual([0.5, 1, 2]);
    const { shape, data } = parameters.get('fc.weight')!;
    const channels = shape[1]!;
    for (const [i, value] of data.entries()) {
      const factor = rescaled!.data[i % channels]! / bias!.data[i % channels]!;
      expect(value * factor).toBe(cnn.parameters.get('fc.weight')!.data[i]!);
    }
  });

  test('draws from the seed', () => {
    const draw = (seed: number) => rescaleNodes(cnn, { maxPower: 3, seed })!.parameters;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('leaves the checkpoint as it was', () => {
    rescaleNodes(cnn, { maxPower: 3, seed: 0 });
    expect(cnn).toEqual(checkpoint('mnist-cnn'));
  });
});

describe('rescaleFilters', () => {
  const run = checkpoint('mnist-cnn-batch-norm');

  function withVariances(variance: number): Checkpoint {
    const { shape, data } = run.buffers.get('bn1.running_var')!;
    const buffers = new Map(run.buffers);
    buffers.set('bn1.running_var', { shape, data: data.map(() => variance) });
    return { ...run, buffers };
  }

  test('scales filters and running means by a, variances plus 1e-5 by its square', () => {
    const { parameters, buffers, raised } = rescaleFilters(run, { maxPower: 2, seed: 3 })!;
    expect(raised).toBe(0);
    const mean = buffers.get('bn2.running_mean')!;
    const before = run.buffers.get('bn2.running_mean')!;
    const drawn = factorsOf(before, mean);
    expect(drawn.filter((factor) => ![0.25, 0.5, 1, 2, 4].includes(factor))).toEqual([]);
    expect(drawn.length).toBeGreaterThan(2);
    for (const [filter, value] of mean.data.entries()) {
      const factor = value / before.data[filter]!;
      const [v, scaled] = [run, { buffers }].map((one) => one.buffers.get('bn2.running_var')!.data[filter]!);
      expect((scaled! + 1e-5) / (v! + 1e-5)).toBeCloseTo(factor ** 2, 6);
      const weight = parameters.get('conv2.weight')!;
      const size = weight.data.length / weight.shape[0]!;
      expect(weight.data[filter * size]).toBe(
        run.parameters.get('conv2.weight')!.data[filter * size]! * factor,
      );
    }
    expect(parameters.get('bn2.weight')).toEqual(run.parameters.get('bn2.weight'));
  });

  test('raises a factor until the variance stays positive, and says how often', () => {
    // a^2 (2e-5 + 1e-5) > 1e-5 holds for a = 1 only, of 1/8 ... 1
    const small = rescaleFilters(withVariances(1e-5), { maxPower: 3, seed: 0 })!;
    const tiny = rescaleFilters(withVariances(2e-5), { maxPower: 3, seed: 0 })!;
    expect(small.raised).toBeGreaterThan(0);
    for (const { buffers } of [small, tiny]) {
      expect(Math.min(...buffers.get('bn1.running_var')!.data)).toBeGreaterThan(0);
    }
    expect(factorsOf(run.buffers.get('bn1.running_mean')!, tiny.buffers.get('bn1.running_mean')!)[0]).toBe(1);
  });

  test('leaves a filter without variance as it is, or makes it larger', () => {
    const { buffers } = rescaleFilters(withVariances(0), { maxPower: 3, seed: 0 })!;
    const [before, after] = [run, { buffers }].map((one) => one.buffers.get('bn1.running_mean')!);
    expect(factorsOf(before!, after!)[0]).toBe(1);
    expect(buffers.get('bn1.running_var')!.data.every((variance) => variance >= 0)).toBe(true);
  });

  test('has nothing to do without batch norm', () => {
    expect(rescaleFilters(checkpoint('mnist-cnn'), { maxPower: 3, seed: 0 })).toBeUndefined();
    expect(rescaleFilters(checkpoint('mnist-mlp'), { maxPower: 3, seed: 0 })).toBeUndefined();
  });
});
