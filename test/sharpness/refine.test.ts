import { describe, expect, test, vi } from 'vitest';
import { overflowed, type RefinedValue, refineValues } from '../../src/sharpness/refine.ts';

const radii = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];
const dualNorm = 2;

/** A loss along a direction, and what float32 makes of it. */
interface Synthetic {
  readonly exact: (radius: number) => number;
  readonly noise?: number;
  /** Added to every float32 value, alternating in sign. */
  readonly error?: number;
  readonly withDoubles?: boolean;
  readonly norm?: number;
}

function refine({ exact, noise = 1e-7, error = noise, withDoubles = true, norm = dualNorm }: Synthetic) {
  let sign = 1;
  const evaluate = vi.fn((radius: number) => {
    sign = -sign;
    return exact(radius) + sign * error;
  });
  const evaluateExactly = vi.fn(exact);
  const values = refineValues({
    radii,
    dualNorm: norm,
    noise,
    evaluate,
    evaluateExactly: withDoubles ? evaluateExactly : undefined,
  });
  return { values, evaluate, evaluateExactly };
}

function sources(values: readonly RefinedValue[]): string[] {
  return values.map(({ source }) => source);
}

function largestError(values: readonly RefinedValue[], exact: (radius: number) => number): number {
  return Math.max(...values.map(({ value }, k) => Math.abs(value / exact(radii[k]!) - 1)));
}

/** r(rho) = 1 + 3 rho */
const smooth = (radius: number) => dualNorm * radius * (1 + 3 * radius);
/** Half of its first-order gain is lost to a kink at 0. */
const kinked = (radius: number) => dualNorm * radius * (0.998 + 3 * radius);
/** r leaves 1 within the smallest radii: nothing may be interpolated. */
const steep = (radius: number) => dualNorm * radius * (1 + 0.2 * Math.tanh(radius / 1e-4));

describe('refineValues', () => {
  test('takes float32 values where their noise does not matter', () => {
    const { values, evaluate, evaluateExactly } = refine({ exact: smooth, noise: 1e-12 });
    expect(sources(values)).toEqual(radii.map(() => 'float32'));
    expect(evaluate).toHaveBeenCalledTimes(radii.length);
    expect(evaluateExactly).not.toHaveBeenCalled();
    expect(largestError(values, smooth)).toBeLessThan(1e-6);
  });

  test('interpolates small values between the smallest radius and the last that stands', () => {
    const { values, evaluate, evaluateExactly } = refine({ exact: smooth });
    const interpolated = 3;
    // 2 * 5e-5 is a thousand times the noise, up to its sign
    expect(sources(values)).toEqual(
      radii.map((_, k) => (k === 0 ? 'float64' : k < interpolated ? 'interpolated' : 'float32')),
    );
    expect(evaluateExactly.mock.calls).toEqual([[radii[0]]]);
    // neither are values evaluated whose noise is known to decide them
    expect(evaluate.mock.calls.length).toBeLessThan(radii.length);
    expect(largestError(values, smooth)).toBeLessThan(1e-3);
  });

  test('is not deceived by a kink at the weights', () => {
    const { values, evaluateExactly } = refine({ exact: kinked });
    expect(sources(values).slice(0, 3)).toEqual(['float64', 'interpolated', 'interpolated']);
    expect(evaluateExactly.mock.calls).toEqual([[radii[0]]]);
    expect(largestError(values, kinked)).toBeLessThan(1e-3);
  });

  test('evaluates in double precision where r changes too fast', () => {
    const { values } = refine({ exact: steep, noise: 1e-6 });
    expect(sources(values).slice(0, 4)).toEqual(['float64', 'float64', 'float64', 'float64']);
    expect(largestError(values, steep)).toBeLessThan(1e-3);
  });

  test.each(Object.entries({ smooth, kinked, steep }))(
    'stays within 0.3 %% whatever the noise: %s',
    (_, exact) => {
      for (const noise of [1e-9, 1e-7, 1e-5, 1e-3, 1]) {
        expect(largestError(refine({ exact, noise }).values, exact)).toBeLessThan(3e-3);
      }
    },
  );

  test('is not deceived by an r that bends: its slope at the anchor belies what the floor says', () => {
    const bent = (radius: number) => radius * dualNorm * (1 + (0.2 * radius * (0.05 - radius)) / 0.05 ** 2);
    const { values } = refine({ exact: bent, noise: 6e-5, error: 0 });
    expect(largestError(values, bent)).toBeLessThan(3e-3);
  });

  test('decides by the size of a value, not by its sign', () => {
    const falling = (radius: number) => -smooth(radius);
    const { values } = refine({ exact: falling });
    expect(sources(values).slice(5)).toEqual(radii.slice(5).map(() => 'float32'));
    expect(largestError(values, falling)).toBeLessThan(3e-3);
  });

  describe('without double precision', () => {
    test('interpolates towards the first-order term', () => {
      const { values } = refine({ exact: smooth, withDoubles: false });
      expect(sources(values).slice(0, 3)).toEqual(['interpolated', 'interpolated', 'interpolated']);
      expect(largestError(values, smooth)).toBeLessThan(1e-3);
    });

    test('gives the float32 value as noise where it cannot', () => {
      const { values } = refine({ exact: steep, noise: 1e-6, error: 1e-8, withDoubles: false });
      expect(sources(values).slice(0, 4)).toEqual(['noise', 'noise', 'noise', 'noise']);
      expect(Math.abs(values[0]!.value - steep(radii[0]!))).toBeLessThan(1.1e-8);
    });

    test('gives an overflow as infinite', () => {
      const overflowing = (radius: number) => (radius > 0.2 ? Number.NaN : smooth(radius));
      const { values } = refine({ exact: overflowing, noise: 1e-12, withDoubles: false });
      expect(values.slice(-3)).toEqual([
        { value: expect.closeTo(smooth(0.1)), source: 'float32' },
        { value: Number.POSITIVE_INFINITY, source: 'float32' },
        { value: Number.POSITIVE_INFINITY, source: 'float32' },
      ]);
    });
  });

  describe('where a value is not finite', () => {
    const evaluate = (radius: number) => (radius > 0.2 ? Number.NaN : smooth(radius));

    test('asks double precision, and goes on in float32 below', () => {
      const options = { radii, dualNorm, noise: 1e-12, evaluate, evaluateExactly: smooth };
      const values = refineValues(options);
      expect(sources(values)).toEqual(radii.map((radius) => (radius > 0.2 ? 'float64' : 'float32')));
      expect(values.at(-1)!.value).toBe(smooth(1));
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY])(
      'gives what no precision holds (%d) as infinite',
      (value) => {
        const evaluateExactly = (radius: number) => (radius > 0.2 ? value : smooth(radius));
        const values = refineValues({
          radii,
          dualNorm,
          noise: 1e-12,
          evaluate,
          evaluateExactly,
        });
        expect(values.slice(-3)).toEqual([
          { value: smooth(0.1), source: 'float32' },
          { value: Number.POSITIVE_INFINITY, source: 'float64' },
          { value: Number.POSITIVE_INFINITY, source: 'float64' },
        ]);
      },
    );

    test('is infinite at every radius, if it is', () => {
      const infinite = () => Number.POSITIVE_INFINITY;
      const values = refineValues({
        radii,
        dualNorm,
        noise: 1e-7,
        evaluate: infinite,
        evaluateExactly: infinite,
      });
      expect(values).toEqual(radii.map(() => ({ value: Number.POSITIVE_INFINITY, source: 'float64' })));
    });
  });

  test('a noise that is no number leaves nothing to float32', () => {
    const { values } = refine({ exact: smooth, noise: Number.NaN });
    expect(sources(values)).not.toContain('float32');
    expect(largestError(values, smooth)).toBeLessThan(3e-3);
  });

  test('a zero gradient gives zeros, one that is no number none', () => {
    for (const norm of [0, Number.NaN]) {
      const { values, evaluate, evaluateExactly } = refine({ exact: smooth, norm });
      expect(values.map(({ value }) => value)).toEqual(radii.map(() => norm));
      expect(evaluate).not.toHaveBeenCalled();
      expect(evaluateExactly).not.toHaveBeenCalled();
    }
  });

  test('a single radius', () => {
    const options = {
      dualNorm,
      noise: 1e-7,
      evaluate: smooth,
      evaluateExactly: smooth,
    };
    expect(refineValues({ ...options, radii: [1] })).toEqual([{ value: smooth(1), source: 'float32' }]);
    expect(refineValues({ ...options, radii: [1e-6] })).toEqual([{ value: smooth(1e-6), source: 'float64' }]);
  });
});

test('an overflow is what is no number, and infinite', () => {
  expect([Number.NaN, 1, Number.NEGATIVE_INFINITY].map(overflowed)).toEqual([
    Number.POSITIVE_INFINITY,
    1,
    Number.NEGATIVE_INFINITY,
  ]);
});
