import { scoped } from '../engine/index.ts';
import { averageMeasures } from './averageMeasures.ts';
import { mean } from './differences.ts';
import { type Group, type GroupContext, groupOf } from './group.ts';
import { maximumMeasures } from './maximumMeasures.ts';
import { oneStepMeasures } from './oneStepMeasures.ts';
import type { GroupMeasures, GroupValue, SharpnessPlan } from './types.ts';

function measure(group: Group): GroupValue[][] {
  const { ascent } = group.plan;
  switch (ascent.kind) {
    case 'one-step':
      return oneStepMeasures(group);
    case 'pgd':
    case 'apgd':
    case 'epfl-apgd':
      return maximumMeasures(group, ascent);
    case 'average-gaussian':
    case 'average-uniform':
      return averageMeasures(group, ascent);
  }
}

/** Where the loss itself is no finite number, there is nothing to compare with. */
function nothing({ regions }: SharpnessPlan): GroupValue[][] {
  const value: GroupValue = { value: Number.NaN, firstOrder: Number.NaN, source: 'float32' };
  return regions.map(({ radii }) => radii.map(() => value));
}

/** Measures one m-group: all regions and radii of the plan, from one gradient. */
export function measureGroup(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  return scoped(() => {
    const group = groupOf(context, plan);
    const loss = mean(context.engine.doubles(group.losses));
    return { loss, values: Number.isFinite(loss) ? measure(group) : nothing(plan) };
  });
}
