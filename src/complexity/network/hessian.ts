import { randomStream } from '../../random/stream.ts';
import { dot, largestEigenvalue, type SymmetricMatrix } from '../weights/lanczos.ts';
import type { ComplexityValue } from '../weights/values.ts';
import type { SampleLoss } from './sampleLoss.ts';

/** What a Hessian is taken of. */
export type Differentiable = Pick<SampleLoss, 'w' | 'gradientAt'>;

/** How far a difference of gradients goes, as a share of ||w||, and by which share of it its halves may differ. */
const STEPS = [
  { step: 1e-9, tolerance: 0.01 },
  { step: 1e-10, tolerance: 0.01 },
  { step: 1e-11, tolerance: 0.01 },
  { step: 1e-12, tolerance: 0.5 },
];

/**
 * v -> H v, by central differences of gradients in double precision, (g(w + h v) - g(w - h v)) / 2h: engines have no
 * second derivatives.
 *
 * A network of ReLU and max-pooling is smooth only between its kinks, where the gradient jumps: a step that crosses one
 * adds the jump over 2h, which is many times H v. So steps are small: with h ||v|| = 1e-9 ||w|| the rounding of gradients
 * is still below 1e-6 of H v, and the third derivative far below that. Where a kink lies within, the two halves of the
 * difference are not equal; then the step is a tenth, down to 1e-12, where rounding is about 1e-4. Halves that differ
 * there too are those of a kink at w itself (a dead filter, whose pools are all ties): of two second derivatives the mean
 * is taken; a jump of the gradient has none, and gives NaN.
 */
export function hessianOf({ w, gradientAt }: Differentiable): SymmetricMatrix {
  const gradient = gradientAt(w);
  const size = Math.sqrt(dot(w, w));
  return (v) => {
    const length = Math.sqrt(dot(v, v));
    for (const { step, tolerance } of STEPS) {
      const h = (step * size) / length;
      const above = gradientAt(w.map((value, i) => value + h * v[i]!));
      const below = gradientAt(w.map((value, i) => value - h * v[i]!));
      const difference = above.map((value, i) => value - below[i]!);
      const bend = above.map((value, i) => value - 2 * gradient[i]! + below[i]!);
      if (dot(bend, bend) <= tolerance ** 2 * dot(difference, difference)) {
        return difference.map((value) => value / (2 * h));
      }
    }
    return w.map(() => Number.NaN);
  };
}

/** A mean over draws. */
export interface Estimate {
  readonly value: number;
  /** The sample standard deviation (n - 1) over the root of n. */
  readonly standardError: number;
}

/**
 * tr H, estimated by Hutchinson's method: the mean of <v, H v> over random vectors v of 1 and -1
 * (Hutchinson 1989).
 */
export function hessianTrace(times: SymmetricMatrix, probes: Iterable<Float64Array>): Estimate {
  const forms = Array.from(probes, (v) => dot(v, times(v)));
  const value = forms.reduce((sum, form) => sum + form, 0) / forms.length;
  const squares = forms.reduce((sum, form) => sum + (form - value) ** 2, 0);
  return { value, standardError: Math.sqrt(squares / (forms.length - 1) / forms.length) };
}

/**
 * The largest eigenvalue of H: Lanczos iteration until three steps in a row change it by at most 1e-4 of itself, or 100
 * steps.
 */
export function topEigenvalue(times: SymmetricMatrix, start: Float64Array): number {
  return largestEigenvalue(times, start, { tolerance: 1e-4, steps: 100 });
}

/** Probes of the trace. */
const PROBES = 32;

/**
 * The family `hessian`: of the Hessian H of the sample's mean loss.
 *
 * - `hessian_trace`: tr H, by 32 probes that follow from the seed
 * - `hessian_top_eigenvalue`: its largest eigenvalue
 */
export function hessianValues(loss: Differentiable, seed: number): ComplexityValue[] {
  const times = hessianOf(loss);
  const size = loss.w.length;
  const { normal } = randomStream(seed, 'hessian start');
  const start = Float64Array.from({ length: size }, () => normal());
  return [
    { measure: 'hessian_trace', ...hessianTrace(times, probesOf(seed, size)) },
    { measure: 'hessian_top_eigenvalue', value: topEigenvalue(times, start) },
  ];
}

/** Entries 1 and -1 with equal probability (Rademacher), one vector at a time: each is as long as parameters are many. */
function* probesOf(seed: number, size: number): Generator<Float64Array> {
  for (let k = 0; k < PROBES; k++) {
    const { uniform } = randomStream(seed, `hessian probe ${k}`);
    yield Float64Array.from({ length: size }, () => (uniform() < 0.5 ? 1 : -1));
  }
}
