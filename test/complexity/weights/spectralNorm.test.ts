import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spectralNorm } from '../../../src/complexity/weights/spectralNorm.ts';
import type { Matrix } from '../../../src/complexity/weights/weightMatrices.ts';

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]!.length, data: Float64Array.from(rows.flat()) };
}

function transpose({ rows, columns, data }: Matrix): Matrix {
  const turned = Float64Array.from(data, (_, k) => data[(k % rows) * columns + Math.floor(k / rows)]!);
  return { rows: columns, columns: rows, data: turned };
}

const entry = fc.float({ min: -1000, max: 1000, noNaN: true });

describe('spectralNorm', () => {
  it('is the largest entry of a diagonal matrix, however close the next is', () => {
    const diagonal = Array.from({ length: 40 }, (_, k) => 1 + k * 1e-4);
    const rows = diagonal.map((value, i) => diagonal.map((_, j) => (i === j ? value : 0)));
    expect(spectralNorm(matrix(rows))).toBeCloseTo(diagonal.at(-1)!, 12);
  });

  it('is ||u|| ||v|| of u v^T', () => {
    const [u, v] = [
      [3, 4],
      [1, 2, 2],
    ];
    expect(spectralNorm(matrix(u!.map((a) => v!.map((b) => a * b))))).toBeCloseTo(15, 12);
  });

  it('is 0 of nothing but zeros', () => {
    expect(spectralNorm(matrix([[0, 0, 0]]))).toBe(0);
    expect(
      spectralNorm(
        matrix([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toBe(0);
  });

  it('has the closed form of 2 x 2 matrices', () => {
    fc.assert(
      fc.property(entry, entry, entry, entry, (a, b, c, d) => {
        const square = a * a + b * b + c * c + d * d;
        const determinant = a * d - b * c;
        const largest = (square + Math.sqrt(Math.max(0, square ** 2 - 4 * determinant ** 2))) / 2;
        const found = spectralNorm(
          matrix([
            [a, b],
            [c, d],
          ]),
        );
        expect(Math.abs(found - Math.sqrt(largest))).toBeLessThanOrEqual(1e-7 * Math.sqrt(largest));
      }),
    );
  });

  it('is that of the transpose, and scales', () => {
    const shape = fc.record({
      rows: fc.integer({ min: 1, max: 6 }),
      columns: fc.integer({ min: 1, max: 6 }),
    });
    const any = shape.chain(({ rows, columns }) =>
      fc
        .array(entry, { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({ rows, columns, data: Float64Array.from(values) })),
    );
    fc.assert(
      fc.property(any, (one) => {
        const norm = spectralNorm(one);
        const frobenius = Math.hypot(...one.data);
        expect(norm).toBeLessThanOrEqual(frobenius * (1 + 1e-12));
        expect(norm).toBeGreaterThanOrEqual(
          (frobenius / Math.sqrt(Math.min(one.rows, one.columns))) * (1 - 1e-12),
        );
        expect(Math.abs(spectralNorm(transpose(one)) - norm)).toBeLessThanOrEqual(1e-12 * norm);
        const double = { ...one, data: one.data.map((value) => -2 * value) };
        expect(Math.abs(spectralNorm(double) - 2 * norm)).toBeLessThanOrEqual(1e-12 * norm);
      }),
    );
  });
});
