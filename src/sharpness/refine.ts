import type { ValueSource } from './types.ts';

/**
 * Values of one region, radius by radius, that float32 noise does not decide.
 *
 * A difference of two float32 losses is off by some multiple of float32's spacing, however small the
 * radius; the first-order term rho ||T g||_q is exact. With r(rho) = value / first order, r(0) = 1. So,
 * from the largest radius down: where the float32 value exceeds its noise a thousand times it stands.
 * Where it does not, and r at the next larger radius (the anchor) is within `NEARLY_LINEAR` of 1, r is
 * interpolated linearly between 1 and the anchor, which is closer than that. Otherwise the loss is
 * evaluated in double precision, if it can be, and becomes the anchor.
 */

/** The share of a value that noise may make up. */
const TOLERANCE = 1e-3;
/** How far from 1 r may be for its values below to be interpolated. */
const NEARLY_LINEAR = 4e-3;

export interface RefineOptions {
  /** Ascending. */
  readonly radii: readonly number[];
  /** The dual norm of the scaled gradient: the first-order term per unit of radius. */
  readonly dualNorm: number;
  /** How far a float32 value may be off. */
  readonly noise: number;
  /** L(w + rho d) - L(w) in float32. */
  readonly evaluate: (radius: number) => number;
  /** The same in double precision; absent where the engine has none. */
  readonly evaluateExactly: ((radius: number) => number) | undefined;
}

export interface RefinedValue {
  readonly value: number;
  readonly source: ValueSource;
}

/** An overflow that no precision holds is +infinity: a NaN would say that there is no value. */
function overflowed(value: number): number {
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

/** The value at every radius, in order, with its source: see the head of this file. */
export function refineValues(options: RefineOptions): RefinedValue[] {
  const { radii, dualNorm, noise, evaluate, evaluateExactly } = options;
  const results: RefinedValue[] = new Array(radii.length);
  let anchor: { readonly radius: number; readonly ratio: number } | undefined;

  const settle = (k: number, value: number, source: ValueSource): void => {
    results[k] = { value, source };
    anchor = { radius: radii[k]!, ratio: value / (radii[k]! * dualNorm) };
  };
  for (let k = radii.length - 1; k >= 0; k--) {
    const radius = radii[k]!;
    const nearlyLinear = anchor !== undefined && Math.abs(anchor.ratio - 1) <= NEARLY_LINEAR;
    // a zero gradient moves nothing; a gradient that is no number leaves none
    if (dualNorm === 0 || Number.isNaN(dualNorm)) {
      results[k] = { value: dualNorm, source: 'first-order' };
      continue;
    }
    const value = evaluate(radius);
    if (Number.isFinite(value) && noise <= TOLERANCE * Math.abs(value)) settle(k, value, 'float32');
    else if (nearlyLinear) {
      const ratio = 1 + ((anchor!.ratio - 1) * radius) / anchor!.radius;
      results[k] = { value: ratio * radius * dualNorm, source: 'first-order' };
    } else if (evaluateExactly) settle(k, overflowed(evaluateExactly(radius)), 'float64');
    else settle(k, overflowed(value), Number.isFinite(value) ? 'noise' : 'float32');
  }
  return results;
}
