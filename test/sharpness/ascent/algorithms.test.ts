import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/random/stream.ts';
import { autoPgd, checkpoints } from '../../../src/sharpness/ascent/autoPgd.ts';
import { projectedAscent } from '../../../src/sharpness/ascent/projected.ts';
import type { Algorithm, AscentState, Point, Problem } from '../../../src/sharpness/ascent/types.ts';
import type { BallOrder } from '../../../src/sharpness/ball.ts';
import { describeOn } from '../../support/describeOn.ts';

/** f(z) = <b, z> + 1/2 sum_i a_i z_i^2; to be maximized over the unit ball. */
interface Quadratic {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

const DIMENSIONS = 7;

function randomQuadratic(seed: number, curvature: number): Quadratic {
  const stream = randomStream(seed, 'quadratic');
  const draw = (scale: number) => Array.from({ length: DIMENSIONS }, () => scale * stream.normal());
  return { a: draw(curvature), b: draw(1) };
}

function value({ a, b }: Quadratic, z: readonly number[]): number {
  return z.reduce((sum, zi, i) => sum + b[i]! * zi + 0.5 * a[i]! * zi * zi, 0);
}

/**
 * The maximum over the sphere or its inside: z_i = b_i / (mu - a_i) with mu >= max(a, 0) such that ||z|| = 1, or
 * mu = 0 where that is inside (the trust-region problem; b has no zeros).
 */
function maximumInBall(f: Quadratic): number {
  const at = (mu: number) => f.b.map((b, i) => b / (mu - f.a[i]!));
  const size = (mu: number) => Math.hypot(...at(mu));
  const least = Math.max(0, ...f.a);
  if (least === 0 && size(0) <= 1) return value(f, at(0));
  let [low, high] = [least, least + Math.hypot(...f.b) + 1];
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (size(middle) > 1) low = middle;
    else high = middle;
  }
  return value(f, at(high));
}

/** Coordinate by coordinate: at an end of [-1, 1], or where the derivative vanishes. */
function maximumInBox(f: Quadratic): number {
  return f.a.reduce((sum, a, i) => {
    const one = { a: [a], b: [f.b[i]!] };
    const inside = a < 0 ? Math.max(-1, Math.min(1, -f.b[i]! / a)) : 1;
    return sum + Math.max(value(one, [1]), value(one, [-1]), value(one, [inside]));
  }, 0);
}

/** Runs an algorithm step by step. */
function ascend(
  algorithm: Algorithm<AscentState>,
  f: Quadratic,
  p: BallOrder,
  steps: number,
): { best: number; values: number[]; norms: number[] } {
  const evaluate = (z: Point['z']): Point => {
    const at = [...z.dataSync()];
    return {
      z,
      value: tf.scalar(value(f, at)),
      gradient: tf.tensor1d(at.map((zi, i) => f.b[i]! + f.a[i]! * zi)),
    };
  };
  const ones = tf.ones<tf.Rank.R1>([DIMENSIONS]);
  const problem: Problem = { p, operator: ones, evaluate };
  let state = algorithm.init(evaluate(tf.zeros<tf.Rank.R1>([DIMENSIONS])));
  const values: number[] = [];
  const norms: number[] = [];
  for (let k = 0; k < steps; k++) {
    state = algorithm.step(state, problem, tf.scalar(k)).state;
    const z = [...state.point.z.dataSync()];
    values.push(state.best.value.dataSync()[0]!);
    norms.push(p === 2 ? Math.hypot(...z) : Math.max(...z.map(Math.abs)));
  }
  return { best: value(f, [...state.best.z.dataSync()]), values, norms };
}

const STEPS = 60;
const algorithms: Record<string, Algorithm<AscentState>> = {
  pgd: projectedAscent({ kind: 'pgd', steps: STEPS, restarts: 1, stepSize: 2.5 / STEPS, momentum: 0.75 }),
  apgd: autoPgd(STEPS),
};

test('Auto-PGD may halve its step where the paper says', () => {
  expect(checkpoints(100)).toEqual([22, 41, 57, 70, 80, 87, 93, 99]);
  expect(checkpoints(20)).toEqual([5, 9, 12, 14, 16, 18, 19, 20]);
  expect(checkpoints(1)).toEqual([1]);
});

await describeOn('cpu', () => {
  describe.each(['pgd', 'apgd'])('%s', (name) => {
    const algorithm = algorithms[name]!;
    const cases = [0.3, 1].flatMap((curvature) => [0, 1, 2, 3].map((seed) => ({ curvature, seed })));

    test.each(cases)(
      'finds the maximum of a quadratic in the ball: $curvature, $seed',
      ({ curvature, seed }) => {
        const f = randomQuadratic(seed, curvature);
        const { best, norms } = ascend(algorithm, f, 2, STEPS);
        const maximum = maximumInBall(f);
        expect(best / maximum).toBeGreaterThan(0.999);
        expect(best / maximum).toBeLessThan(1 + 1e-6);
        expect(Math.max(...norms)).toBeLessThan(1 + 1e-6);
      },
    );

    test.each(cases)(
      'finds the maximum of a quadratic in the box: $curvature, $seed',
      ({ curvature, seed }) => {
        // the coordinates must be concave, or so little convex that the way up leads to the right end
        const { a, b } = randomQuadratic(seed, curvature);
        const f = { a: a.map((ai) => Math.min(ai, 0)), b };
        const { best, norms } = ascend(algorithm, f, 'inf', STEPS);
        expect(best / maximumInBox(f)).toBeGreaterThan(0.995);
        expect(best / maximumInBox(f)).toBeLessThan(1 + 1e-6);
        expect(Math.max(...norms)).toBeLessThanOrEqual(1);
      },
    );

    test.each([2, 'inf'] as const)('never loses its best point (p = %s)', (p) => {
      const { values } = ascend(algorithm, randomQuadratic(5, 3), p, 25);
      for (let k = 1; k < values.length; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]!);
    });

    test.each([2, 'inf'] as const)('stays where there is no gradient (p = %s)', (p) => {
      const nothing = { a: Array(DIMENSIONS).fill(0), b: Array(DIMENSIONS).fill(0) };
      expect(ascend(algorithm, nothing, p, 3)).toMatchObject({ best: 0, norms: [0, 0, 0] });
    });
  });

  test("Auto-PGD's first step is the one-step point", () => {
    const f = randomQuadratic(1, 1);
    const [first] = ascend(algorithms.apgd!, f, 2, 1).values;
    const length = Math.hypot(...f.b);
    expect(first).toBeCloseTo(
      value(
        f,
        f.b.map((b) => b / length),
      ),
      5,
    );
  });

  test('Auto-PGD halves its step where it overshoots, and goes on from its best point', () => {
    // so strongly concave that a full step always overshoots
    const f = { a: Array(DIMENSIONS).fill(-20), b: Array(DIMENSIONS).fill(1) };
    const { best } = ascend(algorithms.apgd!, f, 2, STEPS);
    expect(best / maximumInBall(f)).toBeGreaterThan(0.99);
  });
});
