import { describe, expect, test } from 'vitest';
import { bandsOf, type Field, fieldOf, isoline } from '../../../src/report/landscape/contours.ts';
import type { PlanePoint } from '../../../src/report/landscape/rows.ts';

/** A function on a grid from -1 to 1. */
function planeOf(points: number, loss: (alpha: number, beta: number) => number): PlanePoint[] {
  const at = Array.from({ length: points }, (_, k) => -1 + (2 * k) / (points - 1));
  return at.flatMap((beta) => at.map((alpha) => ({ alpha, beta, loss: loss(alpha, beta) })));
}

function areaOf(bands: ReturnType<typeof bandsOf>): number {
  return bands.reduce((sum, { alpha, alpha2, beta, beta2 }) => sum + (alpha2 - alpha) * (beta2 - beta), 0);
}

function lengthOf(pieces: ReturnType<typeof isoline>): number {
  return pieces.reduce((sum, [a, b]) => sum + Math.hypot(b.alpha - a.alpha, b.beta - a.beta), 0);
}

const bowl = (alpha: number, beta: number): number => alpha ** 2 + beta ** 2;

describe('an isoline', () => {
  test('of a slope is straight, and where it should be', () => {
    const slope = fieldOf(
      planeOf(5, (alpha, beta) => alpha + 2 * beta),
      'linear',
    );
    const pieces = isoline(slope, 0.3);
    for (const { alpha, beta } of pieces.flat()) expect(alpha + 2 * beta).toBeCloseTo(0.3, 12);
    // from (1, -0.35) to (-1, 0.65)
    expect(lengthOf(pieces)).toBeCloseTo(Math.hypot(2, 1), 12);
  });

  test('of a bowl is a circle', () => {
    const pieces = isoline(fieldOf(planeOf(41, bowl), 'linear'), 0.49);
    for (const { alpha, beta } of pieces.flat()) expect(Math.hypot(alpha, beta)).toBeCloseTo(0.7, 2);
    expect(lengthOf(pieces)).toBeCloseTo(2 * Math.PI * 0.7, 2);
  });

  test('is interpolated in the logarithm where the field is', () => {
    const steep = fieldOf(
      planeOf(3, (alpha) => 100 ** alpha),
      'log',
    );
    const all = isoline(steep, 10).flat();
    expect(all.length).toBeGreaterThan(0);
    for (const { alpha } of all) expect(alpha).toBeCloseTo(0.5, 12);
  });

  test('is not where the loss never is', () => {
    expect(isoline(fieldOf(planeOf(5, bowl), 'linear'), 3)).toEqual([]);
  });
});

describe('the bands between levels', () => {
  const field: Field = fieldOf(planeOf(41, bowl), 'linear');
  const bands = bandsOf(field, [0.25, 0.49], 5);

  test('cover the plane once', () => {
    expect(areaOf(bands)).toBeCloseTo(4, 10);
    for (const { alpha, alpha2, beta, beta2 } of bands) {
      expect(alpha2).toBeGreaterThan(alpha);
      expect(beta2).toBeGreaterThan(beta);
    }
  });

  test('have the areas between the isolines', () => {
    const area = (wanted: number) => areaOf(bands.filter(({ band }) => band === wanted));
    expect(area(0)).toBeCloseTo(Math.PI * 0.25, 2);
    expect(area(1)).toBeCloseTo(Math.PI * (0.49 - 0.25), 2);
  });

  test('join what is alike in a row', () => {
    const flat = bandsOf(
      fieldOf(
        planeOf(5, () => 1),
        'linear',
      ),
      [0.5, 2],
      3,
    );
    expect(flat).toHaveLength(4 * 3);
    expect(flat[0]).toMatchObject({ alpha: -1, alpha2: 1, beta: -1, band: 1 });
  });

  test('and the isolines leave out cells with a corner where the loss overflows', () => {
    const broken = fieldOf(
      planeOf(5, (alpha, beta) => (alpha === 1 && beta === 1 ? Number.POSITIVE_INFINITY : alpha)),
      'linear',
    );
    expect(areaOf(bandsOf(broken, [0], 4))).toBeCloseTo(4 - 0.25, 10);
    expect(lengthOf(isoline(broken, 0.75))).toBeCloseTo(2 - 0.5, 10);
  });
});
