import { gateCurve } from './gateCurve.ts';
import { heldOutRadius } from './heldOutRadius.ts';
import { otherCoefficients } from './otherCoefficients.ts';
import { otherRankings } from './otherRankings.ts';
import { someModels } from './someModels.ts';
import type { RobustnessRow, StudiedModels } from './types.ts';

/**
 * Would a reviewer believe it? Whatever else tells how a measure goes with the gap, a row each: other coefficients of
 * every measure at every radius, τ against the test loss and the test error, τ of what needs no measuring, what the
 * radius is worth on models that did not choose it, and τ through other gates. docs/theory.md has the formulas.
 *
 * Seeds are repeats throughout: environments and halves need them.
 *
 * @param seed of the halves
 */
export function robustness(study: StudiedModels, seed: number): readonly RobustnessRow[] {
  const entering = someModels(study, (model) => study.enters[model]!);
  return [
    ...otherCoefficients(entering),
    ...otherRankings(entering),
    ...heldOutRadius(entering, seed),
    ...gateCurve(study),
  ];
}
