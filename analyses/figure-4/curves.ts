import type { Outcomes } from '../trainings/runAnalysis.ts';
import { type Summary, summarize } from '../trainings/summary.ts';
import { caseName, REFERENCE, VARIANTS, type Variant } from './cases.ts';

/** A point of a curve. */
export interface CurvePoint {
  readonly rho: number;
  readonly name: string;
  readonly summary: Summary;
}

export interface Curve {
  readonly variant: Variant;
  readonly points: readonly CurvePoint[];
  /** The point with the largest mean of the maximum accuracy; undefined where all runs failed. */
  readonly best: CurvePoint | undefined;
}

export function curvesOf(outcomes: Outcomes): Curve[] {
  return VARIANTS.map((variant) => {
    const points = variant.radii.map((rho) => {
      const name = caseName(variant, rho);
      return { rho, name, summary: summarize(outcomes.get(name) ?? []) };
    });
    return { variant, points, best: bestPoint(points) };
  });
}

function bestPoint(points: readonly CurvePoint[]): CurvePoint | undefined {
  const [best] = points
    .filter(({ summary }) => summary.best.mean !== null)
    .sort((a, b) => b.summary.best.mean! - a.summary.best.mean!);
  return best;
}

export function referenceOf(outcomes: Outcomes): Summary {
  return summarize(outcomes.get(REFERENCE) ?? []);
}
