import type * as tf from '@tensorflow/tfjs-core';
import { scoped } from '../engine/index.ts';
import { exactDifferences, signsDecide, singleDifferences, stands } from './differences.ts';
import { type Group, operatorIn } from './group.ts';
import { overflowed, refineValues } from './refine.ts';
import type { GroupValue, Region } from './types.ts';

/** The values of one region along its step. */
type MeasureRegion = (region: Region, direction: tf.Tensor1D, dualNorm: number) => GroupValue[];

/** Float32 where its noise is small enough, and better values elsewhere. */
function inSingle(group: Group): MeasureRegion {
  const exactly = exactDifferences(group);
  const singly = singleDifferences(group);
  return (region, direction, dualNorm) => {
    const rounded = group.engine.single(direction) as tf.Tensor1D;
    const refined = refineValues({
      radii: region.radii,
      dualNorm,
      noise: singly.noise,
      evaluate: (radius) => singly.at(rounded, radius),
      evaluateExactly: exactly && ((radius) => exactly.at(direction, radius)),
    });
    return refined.map(({ value, source }, k) => ({
      value,
      firstOrder: region.radii[k]! * dualNorm,
      source: exactly || !Number.isFinite(value) || !signsDecide(region, region.radii[k]!) ? source : 'noise',
    }));
  };
}

/** Everything in double precision. */
function inDouble(group: Group): MeasureRegion {
  const exactly = exactDifferences(group)!;
  return (region, direction, dualNorm) =>
    region.radii.map((radius) => {
      const value = exactly.at(direction, radius);
      // radii can be too small even for double precision
      const isTrue = !Number.isFinite(value) || dualNorm === 0 || stands(value, exactly.noise);
      return {
        value: Number.isNaN(dualNorm) ? value : overflowed(value),
        firstOrder: radius * dualNorm,
        source: isTrue ? 'float64' : 'noise',
      };
    });
}

/** The paper's estimate, at every region and radius from one gradient; one step's memory at a time. */
export function oneStepMeasures(group: Group): GroupValue[][] {
  const { engine, graphs, plan, gradient, tell } = group;
  const measure = plan.precision === 'float64' ? inDouble(group) : inSingle(group);
  return plan.regions.map((region) =>
    scoped(() => {
      const { direction, dualNorm } = graphs.step(region.p, operatorIn(group, region), gradient);
      for (const radius of region.radii) tell(region, radius, direction);
      return measure(region, direction, engine.doubles(dualNorm)[0]!);
    }),
  );
}
