import { scoped } from '../engine/index.ts';
import { averageMeasures } from './averageMeasures.ts';
import type { GroupContext } from './groupContext.ts';
import { maximumMeasures } from './maximumMeasures.ts';
import { oneStepMeasures } from './oneStepMeasures.ts';
import type { GroupMeasures, SharpnessPlan } from './types.ts';

function measure(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  const { ascent } = plan;
  switch (ascent.kind) {
    case 'one-step':
      return oneStepMeasures(context, plan);
    case 'pgd':
    case 'apgd':
    case 'epfl-apgd':
      return maximumMeasures(context, plan, ascent);
    case 'average-gaussian':
    case 'average-uniform':
      return averageMeasures(context, plan, ascent);
  }
}

/** Where the loss itself is no finite number, there is nothing to compare with. */
function withoutBase(measures: GroupMeasures): GroupMeasures {
  if (Number.isFinite(measures.loss)) return measures;
  const values = measures.values.map((row) => row.map((value) => ({ ...value, value: Number.NaN })));
  return { ...measures, values };
}

/** Measures one m-group: all regions and radii of the plan. */
export function measureGroup(context: GroupContext, plan: SharpnessPlan): GroupMeasures {
  return withoutBase(scoped(() => measure(context, plan)));
}
