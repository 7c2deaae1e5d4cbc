import { describe, expect, test } from 'vitest';
import {
  filterNorms,
  type Plane,
  projectOntoPlane,
  randomDirection,
} from '../../../src/sharpness/landscape/directions.ts';
import type { VectorLayout } from '../../../src/sharpness/parameterVector.ts';
import { expectClose } from '../../support/expectClose.ts';
import { normals } from '../../support/hostTensors.ts';

const shapes: Readonly<Record<string, number[]>> = {
  'conv1.weight': [3, 3, 2, 4],
  'conv1.bias': [4],
  'bn1.weight': [4],
  'fc.weight': [5, 8],
  'fc.bias': [5],
};
const parts = Object.entries(shapes).map(([name, shape]) => ({
  ...{ name, shape },
  size: shape.reduce((product, length) => product * length, 1),
}));
const layout: VectorLayout = { parts, size: parts.reduce((sum, { size }) => sum + size, 0) };
const weights = normals(3, [layout.size]).values;

function draw(w: Float64Array, more: Partial<Parameters<typeof randomDirection>[2]> = {}): Float64Array {
  return randomDirection(w, layout, { seed: 0, name: '1', biasBn: 'ignored', ...more });
}

/** The part of a vector that is one parameter. */
function partOf(vector: Float64Array, name: string): Float64Array {
  const k = parts.findIndex((part) => part.name === name);
  const at = parts.slice(0, k).reduce((sum, { size }) => sum + size, 0);
  return vector.subarray(at, at + parts[k]!.size);
}

/** The weights with one filter changed. */
function changed(name: string, isOf: (k: number) => boolean, factor: number): Float64Array {
  const all = weights.slice();
  const part = partOf(all, name);
  part.forEach((value, k) => {
    if (isOf(k)) part[k] = value * factor;
  });
  return all;
}

describe('a filter-normalized random direction', () => {
  test('has the norm of the weights in every filter', () => {
    const d = draw(weights, { biasBn: 'normalized' });
    for (const { name, shape } of parts) {
      expectClose(filterNorms(partOf(d, name), shape), filterNorms(partOf(weights, name), shape), {
        relative: 1e-14,
      });
    }
  });

  test('takes an output channel of [height, width, in, out] for a filter, and a row of [out, in]', () => {
    const conv = partOf(weights, 'conv1.weight');
    const ofChannel = conv.filter((_, k) => k % 4 === 2);
    expect(filterNorms(conv, [3, 3, 2, 4])[2]).toBeCloseTo(Math.hypot(...ofChannel), 12);
    const fc = partOf(weights, 'fc.weight');
    expect(filterNorms(fc, [5, 8])[1]).toBeCloseTo(Math.hypot(...fc.subarray(8, 16)), 12);
  });

  test('leaves parameters of one dimension as they are, or takes each entry for a filter', () => {
    for (const name of ['conv1.bias', 'bn1.weight', 'fc.bias']) {
      expect(partOf(draw(weights), name)).toEqual(new Float64Array(shapes[name]![0]!));
      const moved = partOf(draw(weights, { biasBn: 'normalized' }), name);
      expectClose(moved.map(Math.abs), partOf(weights, name).map(Math.abs), { relative: 1e-14 });
    }
    const both = (['ignored', 'normalized'] as const).map((biasBn) =>
      partOf(draw(weights, { biasBn }), 'fc.weight'),
    );
    expect(both[0]).toEqual(both[1]);
  });

  test('scales along with a filter, whatever becomes of the others', () => {
    const d = draw(weights);
    const scaled = draw(changed('conv1.weight', (k) => k % 4 === 1, 8));
    const expected = d.slice();
    const conv = partOf(expected, 'conv1.weight');
    conv.forEach((value, k) => {
      if (k % 4 === 1) conv[k] = value * 8;
    });
    expectClose(scaled, expected, { relative: 1e-14 });
  });

  test('is 0 in a filter of zeros', () => {
    const d = draw(changed('conv1.weight', (k) => k % 4 === 0, 0));
    expect(filterNorms(partOf(d, 'conv1.weight'), [3, 3, 2, 4])[0]).toBe(0);
    expect(d.every(Number.isFinite)).toBe(true);
  });

  test('follows from seed and name, and directions of two names are nearly orthogonal', () => {
    const one = draw(weights);
    expect(draw(weights)).toEqual(one);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
    for (const other of [draw(weights, { name: '2' }), draw(weights, { seed: 1 })]) {
      const cosine = dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
      expect(Math.abs(cosine)).toBeLessThan(0.3);
    }
  });
});

describe('the projection onto a plane', () => {
  const plane: Plane = { u: Float64Array.of(3, 0, 0), v: Float64Array.of(1, 2, 0) };

  test('of a point of the plane is the point', () => {
    const { alpha, beta, share } = projectOntoPlane(plane, Float64Array.of(2 * 3 - 1, -2, 0));
    expectClose([alpha, beta, share], [2, -1, 1], { relative: 1e-14 });
  });

  test('of another one is the foot of the perpendicular', () => {
    const { alpha, beta, share } = projectOntoPlane(plane, Float64Array.of(3, 4, 12));
    // in the plane: (3, 4, 0) = alpha (3, 0, 0) + 2 (1, 2, 0)
    expectClose([alpha, beta, share], [1 / 3, 2, 5 / 13], { relative: 1e-14 });
  });

  test('of nothing is the center, and so it is where the directions span no plane', () => {
    expect(projectOntoPlane(plane, new Float64Array(3))).toEqual({ alpha: 0, beta: 0, share: 0 });
    const none = { u: new Float64Array(3), v: new Float64Array(3) };
    expect(projectOntoPlane(none, Float64Array.of(1, 1, 1))).toEqual({ alpha: 0, beta: 0, share: 0 });
  });
});
