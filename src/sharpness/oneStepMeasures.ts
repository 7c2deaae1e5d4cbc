import * as tf from '@tensorflow/tfjs-core';
import { scoped } from '../engine/index.ts';
import {
  type Differences,
  exactDifferences,
  type Group,
  operatorIn,
  singleDifferences,
} from './groupContext.ts';
import { overflowed, refineValues } from './refine.ts';
import type { GroupValue, Region } from './types.ts';

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

/** The values of one region along its step. */
type MeasureRegion = (region: Region, direction: tf.Tensor1D, dualNorm: number) => GroupValue[];

/** One step in a region. */
function stepIn(group: Group, region: Region) {
  const { graphs, gradient } = group;
  return graphs.step(region.p, operatorIn(group, region), gradient);
}

/** Whether the loss has a derivative at w, as far as the steps of all regions together tell. */
function isDifferentiable(group: Group, exactly: Differences): boolean {
  const { engine, graphs, plan } = group;
  const { size } = graphs.layout;
  return scoped(() => {
    let sum = engine.fromDoubles(new Float64Array(size), [size]) as tf.Tensor1D;
    const dualNorms: number[] = [];
    for (const region of plan.regions) {
      const before = sum;
      sum = tf.tidy(() => {
        const { direction, dualNorm } = stepIn(group, region);
        const [norm] = engine.doubles(dualNorm);
        if (!(norm! > 0)) return tf.clone(before);
        dualNorms.push(norm!);
        // each step is scaled to gain 1
        return graphs.add(before, engine.fromDoubles([1 / norm!], []), direction);
      });
      before.dispose();
    }
    const smallest = Math.min(...plan.regions.map(({ radii }) => radii[0]!));
    const way = PROBE.step * smallest * Math.min(...dualNorms);
    return Math.abs(exactly.at(sum, way) / (way * dualNorms.length) - 1) <= PROBE.tolerance;
  });
}

/** Float32 where its noise is small enough, and better values elsewhere. */
function inSingle(group: Group): MeasureRegion {
  const exactly = exactDifferences(group);
  const singly = singleDifferences(group);
  const hasDerivative = once(() => exactly === undefined || isDifferentiable(group, exactly));
  return (region, direction, dualNorm) => {
    const rounded = group.engine.single(direction) as tf.Tensor1D;
    const refined = refineValues({
      radii: region.radii,
      dualNorm,
      noise: singly.noise,
      evaluate: (radius) => singly.at(rounded, radius),
      evaluateExactly: exactly && ((radius) => exactly.at(direction, radius)),
      isDifferentiable: hasDerivative,
    });
    return refined.map(({ value, source }, k) => ({
      value,
      firstOrder: region.radii[k]! * dualNorm,
      source: exactly || !signsDecide(region, region.radii[k]!) ? source : 'noise',
    }));
  };
}

/** Everything in double precision. */
function inDouble(group: Group): MeasureRegion {
  const exactly = exactDifferences(group)!;
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

/** The paper's estimate, at every region and radius from one gradient; one step's memory at a time. */
export function oneStepMeasures(group: Group): GroupValue[][] {
  const { engine, plan, tell } = group;
  const measure = plan.precision === 'float64' ? inDouble(group) : inSingle(group);
  return plan.regions.map((region) =>
    scoped(() => {
      const { direction, dualNorm } = stepIn(group, region);
      for (const radius of region.radii) tell(region, radius, direction);
      return measure(region, direction, engine.doubles(dualNorm)[0]!);
    }),
  );
}
