import { dot } from '../weights/lanczos.ts';
import type { ComplexityValue } from '../weights/values.ts';
import type { SampleLoss } from './sampleLoss.ts';

/** The family `gradient`: `gradient_norm`, ||g||_2 of the sample's mean loss, over all parameters. */
export function gradientValues({ w, gradientAt }: SampleLoss): ComplexityValue[] {
  const gradient = gradientAt(w);
  return [{ measure: 'gradient_norm', value: Math.sqrt(dot(gradient, gradient)) }];
}
