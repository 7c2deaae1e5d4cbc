import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { projectOntoEllipsoid } from '../../../src/sharpness/ascent/ellipsoid.ts';
import { checkedSteps, epflAutoPgd } from '../../../src/sharpness/ascent/epflAutoPgd.ts';
import type { Point, Problem } from '../../../src/sharpness/ascent/types.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';

const vector = (values: readonly number[]): tf.Tensor1D => tf.tensor1d([...values]);
const flat = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

function project(z: readonly number[], T: readonly number[]): number[] {
  return tf.tidy(() => flat(projectOntoEllipsoid(vector(z), vector(T))));
}

test('checked steps, counted from 0', () => {
  // 0.7 * 20 is 14, but not as a sum of doubles
  expect(checkedSteps(20)).toEqual([5, 9, 12, 15, 16, 18, 19]);
  // they end where rounding up gives the same step twice
  expect(checkedSteps(5)).toEqual([2, 3]);
  expect(checkedSteps(1)).toEqual([]);
});

await describeOn('cpu', () => {
  describe('projectOntoEllipsoid', () => {
    test.each([
      { z: [2, -1, 0.5], T: [1, 0.1, 3] },
      { z: [0.1, -3, 2], T: [1e-3, 1e-2, 2] },
      { z: [1, 2, 2], T: [1e-6, 1, 1e-4] },
      { z: [3, 0, 0], T: [0.2, 0, 5] },
    ])('z = $z, T = $T: on the boundary, and straight away from it', ({ z, T }) => {
      const near = project(z, T);
      expectClose([Math.hypot(...near)], [1], { relative: 1e-5 });
      // delta - its projection is a multiple of the normal delta / T^2: (z - near) T^2 / near is the same for all
      const multipliers = z.flatMap((value, k) =>
        value === 0 ? [] : [((value - near[k]!) * T[k]! ** 2) / near[k]!],
      );
      expectClose(multipliers, Array(multipliers.length).fill(Math.max(...multipliers)), { relative: 1e-4 });
    });

    test('points inside stay, also where T = 0', () => {
      expect(project([0.5, 0, -0.25], [1, 0, 1e-3])).toEqual([0.5, 0, -0.25]);
    });

    test('T = 1 is a ball', () => {
      expectClose(project([3, 0, 4], [1, 1, 1]), [0.6, 0, 0.8], { relative: 1e-6 });
    });
  });

  test('p = 2: the first step has the direction of the plain gradient; T = 0 stays', () => {
    const gradient = [0.3, -0.4, 7];
    const T = [0.1, 2, 0];
    const point = (z: readonly number[]): Point => ({
      ...{ z: vector(z), value: tf.scalar(0) },
      gradient: vector(gradient.map((g, k) => g * T[k]!)),
    });
    const found = tf.tidy(() => {
      const { init, step } = epflAutoPgd(20);
      const problem: Problem = { p: 2, operator: vector(T), evaluate: (z) => ({ ...point([0, 0, 0]), z }) };
      return flat(step(init(point([0, 0, 0])), problem, tf.scalar(0)).state.point.z);
    });
    const expected = project([2 * 0.6, 2 * -0.8, 0], T).map((value) => 0.75 * value);
    expectClose(found, expected, { relative: 1e-5 });
    expect(found[2]).toBe(0);
  });
});
