import { describe, expect, it } from 'vitest';
import { type Coloring, coloringOf, colorOf } from '../../src/report/coloring.ts';

const numbers = (count: number, power = 1) => Array.from({ length: count }, (_, i) => (i + 1) ** power);

describe('coloringOf', () => {
  it('takes a step of viridis for each of few numbers, in their order', () => {
    const { classes } = coloringOf('lr', [0.1, 0.01, 0.1, 1]) as Extract<Coloring, { kind: 'classes' }>;
    expect(classes.map(({ value }) => value)).toEqual([0.01, 0.1, 1]);
    expect(classes.map(({ color }) => color)).toEqual(['#482575', '#228c8e', '#a1da39']);
  });

  it('takes distinct hues for names, and for both kinds of truth', () => {
    const { classes } = coloringOf('augmented', [true, false]) as Extract<Coloring, { kind: 'classes' }>;
    expect(classes).toEqual([
      { value: false, color: '#0072b2' },
      { value: true, color: '#e69f00' },
    ]);
  });

  it('takes a range for many numbers, by their logarithms where they span widely', () => {
    expect(coloringOf('depth', numbers(9))).toMatchObject({ kind: 'range', scale: 'linear' });
    expect(coloringOf('width', numbers(9, 3))).toMatchObject({ kind: 'range', scale: 'log' });
    expect(coloringOf('none', [])).toBeUndefined();
  });
});

describe('colorOf', () => {
  it('is the ends of the range at its ends, and between them in between', () => {
    const range = coloringOf('depth', numbers(9))!;
    expect([1, 5, 9].map((value) => colorOf(range, value))).toEqual(['#482575', '#228c8e', '#a1da39']);
    const wide = coloringOf('width', [1, 2, 3, 4, 5, 6, 7, 8, 10_000])!;
    expect(colorOf(wide, 100)).toBe('#228c8e');
  });

  it('is gray where the value is missing', () => {
    for (const count of [3, 9]) expect(colorOf(coloringOf('x', numbers(count))!, null)).toBe('#9a9a9a');
  });
});
