import { describe, expect, it } from 'vitest';
import {
  type Differentiable,
  hessianOf,
  hessianTrace,
  hessianValues,
} from '../../../src/complexity/network/hessian.ts';
import { expectClose } from '../../support/expectClose.ts';

/** A function of two variables by its gradient. */
function at(w: readonly number[], gradient: (x: number, y: number) => readonly number[]): Differentiable {
  return {
    w: Float64Array.from(w),
    gradientAt: (point) => Float64Array.from(gradient(point[0]!, point[1]!)),
  };
}

/** x^2 y + y^3, whose Hessian is [[2y, 2x], [2x, 6y]]. */
const cubic = at([1.5, -0.5], (x, y) => [2 * x * y, x * x + 3 * y * y]);
const v = Float64Array.of(1, -2);

describe('hessianOf', () => {
  it('multiplies by the matrix of second derivatives, whatever the length of the vector', () => {
    expectClose(hessianOf(cubic)(v), [-7, 9], { relative: 1e-6 });
    expectClose(hessianOf(cubic)(Float64Array.of(1e-8, -2e-8)), [-7e-8, 9e-8], { relative: 1e-6 });
  });

  it.each([1e-9, 3e-10, -1e-11])('steps no farther than a kink %d away', (distance) => {
    // 3 x^2 / 2 + y^2 / 2, and 5 |x| from the kink on
    const kinked = at([1, 1], (x, y) => [3 * x + (distance > 0 === x > 1 + distance ? 5 : 0), y]);
    expectClose(hessianOf(kinked)(Float64Array.of(1, 1)), [3, 1], { relative: 1e-3 });
  });

  it('takes the mean of two second derivatives, and has none where the gradient jumps', () => {
    const bent = at([1, 0], (x, y) => [x, y > 0 ? 2 * y : y]);
    expectClose(hessianOf(bent)(Float64Array.of(1, 1)), [1, 1.5], { relative: 1e-3 });
    const broken = at([1, 0], (x, y) => [x, y > 0 ? 1 : 0]);
    expect([...hessianOf(broken)(Float64Array.of(1, 1))]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('hessianTrace', () => {
  it('is the mean of the quadratic forms, with its standard error', () => {
    const times = hessianOf(cubic);
    const probes = [
      [1, 1],
      [1, -1],
    ].map((signs) => Float64Array.from(signs));
    // tr H = -4, and 2 * 3 off the diagonal
    const { value, standardError } = hessianTrace(times, probes);
    expect(value).toBeCloseTo(-4, 5);
    expect(standardError).toBeCloseTo(6, 5);
  });
});

describe('hessianValues', () => {
  it('has trace and top eigenvalue, the same for the same seed', () => {
    const [trace, top] = hessianValues(cubic, 1);
    expect(trace).toMatchObject({ measure: 'hessian_trace' });
    expect(Math.abs(trace!.value + 4)).toBeLessThan(4 * trace!.standardError!);
    // of [[-1, 3], [3, -3]]
    expect(top).toEqual({
      measure: 'hessian_top_eigenvalue',
      value: expect.closeTo(-2 + Math.sqrt(10), 4),
    });
    expect(hessianValues(cubic, 1)).toEqual([trace, top]);
    expect(hessianValues(cubic, 2)[0]!.value).not.toBe(trace!.value);
  });

  it('is not a number where the gradient is none', () => {
    const lost = at([1, 1], () => [Number.NaN, 0]);
    expect(hessianValues(lost, 0).map(({ value }) => value)).toEqual([Number.NaN, Number.NaN]);
  });
});
