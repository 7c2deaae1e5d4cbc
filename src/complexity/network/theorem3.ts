import type * as tf from '@tensorflow/tfjs-core';
import { scoped } from '../../engine/index.ts';
import type { Region } from '../../sharpness/index.ts';
import { dot } from '../weights/lanczos.ts';
import { boundTerm } from '../weights/theorem3.ts';
import type { ComplexityValue } from '../weights/values.ts';
import type { SampledNetwork, SampleLoss } from './sampleLoss.ts';

/**
 * The family `theorem-3`: `theorem_3_bound`, the right-hand side of Theorem 3 of the paper, a value a region with p = 2
 * and radius:
 *
 *   max over ||T_w^-1 epsilon||_2 <= rho of L_S(w + epsilon), plus `boundTerm`
 *
 * S is the sample, with one epsilon for all of it: no m-groups. It is a diagnostic, not a bound: the maximum is estimated
 * by one step of ascent, which is at most the maximum.
 */
export function theorem3Values(
  { engine, graphs }: Pick<SampledNetwork, 'engine' | 'graphs'>,
  { w, examples, gradientAt, lossesAt }: SampleLoss,
  regions: readonly Region[],
): ComplexityValue[] {
  const vector = (values: Float64Array) => engine.fromDoubles(values, [values.length]) as tf.Tensor1D;
  const gradient = gradientAt(w);
  return regions.flatMap(({ radii, normalization, bias, eta }) => {
    const options = { normalization, bias, eta };
    const direction = scoped(() => engine.doubles(graphs.ascent(options)(vector(w), vector(gradient))));
    return radii.map((rho): ComplexityValue => {
      const losses = lossesAt(w.map((value, i) => value + rho * direction[i]!));
      const maximum = losses.reduce((sum, loss) => sum + loss, 0) / examples;
      const terms = { ...options, rho, squaredNorm: dot(w, w), parameters: w.length, examples };
      return {
        measure: 'theorem_3_bound',
        value: maximum + boundTerm(terms),
        region: { ...options, rho },
      };
    });
  });
}
