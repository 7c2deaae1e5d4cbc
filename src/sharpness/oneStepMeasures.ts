import { scoped, type Tensors } from '../engine/index.ts';
import { exactDifferences, type GroupContext, mean, single, singleDifferences } from './groupContext.ts';
import { overflowed, refineValues } from './refine.ts';
import type { GroupMeasures, GroupValue, Region, SharpnessPlan } from './types.ts';

/**
 * Whether the loss has a derivative at w is tried along all directions at once, at this share of the smallest
 * radius: what it gains may differ from what the gradient says by the tolerance. A dead filter's kink makes percents.
 */
const PROBE = { step: 1e-2, tolerance: 1e-4 } as const;

/** A function that computes its value at the first call, if there is one. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** With p = infinity every coordinate moves all the way: far out, the sign of gradients near 0 moves the loss. */
function signsDecide({ p }: Region, radius: number): boolean {
  return p === 'inf' && radius >= 0.05;
}

/** The values of one region along the step, and the step. */
type MeasureRegion = (region: Region, direction: Tensors, dualNorm: number) => GroupValue[];

/** Float32 where its noise is small enough, and better values elsewhere. */
function inSingle(context: GroupContext, plan: SharpnessPlan, losses: Losses): MeasureRegion {
  const { engine, graphs, weights } = context;
  const exactly = exactDifferences(context, losses.losses);
  const differences = singleDifferences(context, losses.losses);
  const smallest = Math.min(...plan.regions.map(({ radii }) => radii[0]!));
  const isDifferentiable = once(() => {
    if (!exactly) return true;
    return scoped(() => {
      const { direction, gain } = graphs.together(weights, losses.gradient);
      const radius = PROBE.step * smallest;
      const expected = radius * engine.doubles(gain)[0]!;
      return Math.abs(exactly.at(direction, radius) / expected - 1) <= PROBE.tolerance;
    });
  });
  return (region, direction, dualNorm) => {
    const rounded = single(engine, direction);
    const refined = refineValues({
      radii: region.radii,
      dualNorm,
      noise: differences.noise,
      evaluate: (radius) => differences.at(rounded, radius),
      evaluateExactly: exactly && ((radius) => exactly.at(direction, radius)),
      isDifferentiable,
    });
    return refined.map(({ value, source }, k) => ({
      value,
      firstOrder: region.radii[k]! * dualNorm,
      source: exactly || !signsDecide(region, region.radii[k]!) ? source : 'noise',
    }));
  };
}

/** Everything in double precision. */
function inDouble(context: GroupContext, losses: Losses): MeasureRegion {
  const exactly = exactDifferences(context, losses.losses)!;
  return (region, direction, dualNorm) =>
    region.radii.map((radius) => {
      const value = exactly.at(direction, radius);
      return {
        value: Number.isNaN(dualNorm) ? value : overflowed(value),
        firstOrder: radius * dualNorm,
        source: 'float64',
      };
    });
}

type Losses = ReturnType<GroupContext['graphs']['gradient']>;

/** The paper's estimate, at every region and radius from one gradient; one step's memory at a time. */
export function oneStepMeasures(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  const { engine, graphs, weights, examples } = context;
  const found = graphs.gradient(weights, examples);
  const measure = plan.precision === 'float64' ? inDouble(context, found) : inSingle(context, plan, found);
  const values = plan.regions.map((region) =>
    scoped(() => {
      const { direction, dualNorm } = graphs.direction(region, weights, found.gradient);
      for (const radius of region.radii) context.onPerturbation?.({ region, radius, direction });
      return measure(region, direction, engine.doubles(dualNorm)[0]!);
    }),
  );
  return { loss: mean(engine.doubles(found.losses)), values };
}
