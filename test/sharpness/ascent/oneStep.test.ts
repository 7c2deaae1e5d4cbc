import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneStep } from '../../../src/sharpness/ascent/oneStep.ts';
import type { NormOrder } from '../../../src/sharpness/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';

/** ||x||_p, in double precision. */
function norm(values: readonly number[], p: NormOrder): number {
  const largest = Math.max(...values.map(Math.abs));
  if (p === 'inf' || largest === 0) return largest;
  return largest * values.reduce((sum, x) => sum + (Math.abs(x) / largest) ** p, 0) ** (1 / p);
}

function conjugate(p: NormOrder): NormOrder {
  return p === 'inf' ? 1 : p / (p - 1);
}

/** A gradient and an operator  */
interface Problem {
  readonly gradient: readonly number[];
  readonly operator: readonly number[];
}

function solve({ gradient, operator }: Problem, p: NormOrder): { direction: number[]; dualNorm: number } {
  return tf.tidy(() => {
    const vector = (values: readonly number[]): tf.Tensor1D => tf.tensor1d([...values]);
    const { direction, dualNorm } = oneStep(vector(gradient), vector(operator), p);
    const flat = [...direction.dataSync()];
    return { direction: flat, dualNorm: dualNorm.dataSync()[0]! } as never;
  });
}

const size = { minLength: 3, maxLength: 12 };
const gradients = fc.array(
  fc.float({ min: -8, max: 8, noNaN: true }).map((x) => (Math.abs(x) < 1e-3 ? 0 : x)),
  size,
);
const problems: fc.Arbitrary<Problem> = gradients
  .filter((gradient) => gradient.some((g) => g !== 0))
  .chain((gradient) =>
    fc
      .array(fc.float({ min: Math.fround(0.01), max: 4, noNaN: true }), {
        minLength: gradient.length,
        maxLength: gradient.length,
      })
      .map((operator) => ({ gradient, operator })),
  );
const normOrders: fc.Arbitrary<NormOrder> = fc.oneof(
  fc.constantFrom<NormOrder>(2, 'inf', 1.5, 3),
  fc.double({ min: 1.05, max: 40, noNaN: true }),
);

await describeOn('cpu', () => {
  describe('one step', () => {
    test('ends on the boundary of the region and gains the dual norm', () => {
      fc.assert(
        fc.property(problems, normOrders, ({ gradient, operator }, p) => {
          const { direction, dualNorm } = solve({ gradient, operator }, p);
          const scaled = gradient.map((g, k) => g * operator[k]!);
          const expected = norm(scaled, conjugate(p));
          const gain = gradient.reduce((sum, g, k) => sum + g * direction[k]!, 0);
          const length = norm(
            direction.map((d, k) => d / operator[k]!),
            p,
          );
          expectClose([dualNorm, gain, length], [expected, expected, 1], { relative: 1e-4 });
        }),
      );
    });

    test('by hand', () => {
      const problem = { gradient: [3, -1, 0], operator: [1, 4, 2] };
      // T g = [3, -4, 0]
      const two = solve(problem, 2);
      expectClose([...two.direction, two.dualNorm], [3 / 5, (-4 * 4) / 5, 0, 5], { relative: 1e-6 });
      const infinite = solve(problem, 'inf');
      expectClose([...infinite.direction, infinite.dualNorm], [1, -4, 0, 7], { relative: 1e-6 });
      const three = solve(problem, 3);
      const dual = (3 ** 1.5 + 4 ** 1.5) ** (2 / 3);
      const expected = [Math.sqrt(3 / dual), -4 * Math.sqrt(4 / dual), 0, dual];
      expectClose([...three.direction, three.dualNorm], expected, { relative: 1e-6 });
    });

    test.each<NormOrder>([2, 'inf', 3, 1.2])('of a zero gradient is zero (p = %s)', (p) => {
      const { direction, dualNorm } = solve({ gradient: [0, -0, 0, 0], operator: [1, 2, 3, 0] }, p);
      expect(direction.map(Math.abs)).toEqual([0, 0, 0, 0]);
      expect(dualNorm).toBe(0);
    });

    test.each<NormOrder>([2, 'inf', 3])('does not move what T leaves out, nor count it (p = %s)', (p) => {
      const frozen = solve({ gradient: [3, 5, -4], operator: [1, 0, 1] }, p);
      const absent = solve({ gradient: [3, 0, -4], operator: [1, 1, 1] }, p);
      expect(frozen).toEqual(absent);
    });

    test.each<NormOrder>([2, 'inf', 3, 1.1])('holds gradients near both ends of float32 (p = %s)', (p) => {
      for (const factor of [2 ** -110, 2 ** 100]) {
        const [small, scaled] = [1, factor].map((f) =>
          solve({ gradient: [3 * f, -f, 2 * f], operator: [1, 1, 1] }, p),
        );
        expectClose(scaled!.direction, small!.direction, { relative: 1e-6 });
        expectClose([scaled!.dualNorm], [small!.dualNorm * factor], { relative: 1e-6 });
      }
    });
  });
});
