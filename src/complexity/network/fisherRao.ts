import type { Precision } from '../../engine/index.ts';
import type { ComplexityValue } from '../weights/values.ts';
import type { SampleLoss } from './sampleLoss.ts';

/** By which share w grows and shrinks: the more, the more kinks are crossed; the less, the more rounding counts. */
const STEP: Readonly<Record<Precision, number>> = { float64: 1e-8, float32: 1e-3 };

/**
 * The family `fisher-rao`: `fisher_rao_norm`, the root of <w, F w> with F the mean over the sample of the gradients' outer
 * products (Liang et al. 2019, definition 2):
 *
 *   ||w||_fr = sqrt(mean_i <w, grad L_i(w)>^2)
 *
 * <w, grad L_i> is the derivative of L_i along w, by central differences of the examples' losses.
 */
export function fisherRaoValues({ w, lossesAt }: SampleLoss, precision: Precision): ComplexityValue[] {
  const step = STEP[precision];
  const above = lossesAt(w.map((value) => value * (1 + step)));
  const below = lossesAt(w.map((value) => value * (1 - step)));
  const squares = above.map((value, i) => ((value - below[i]!) / (2 * step)) ** 2);
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  return [{ measure: 'fisher_rao_norm', value: Math.sqrt(mean) }];
}
