import { normValues } from '../complexity/weights/norms.ts';
import type { FamilyValues } from '../complexity/weights/values.ts';
import { checkpointOf } from './loaded.ts';
import type { ComplexityTask } from './workerTasks.ts';

/** Measures one family of generalization measures that are no sharpness. */
export async function measureFamily({ subject, family }: ComplexityTask['argument']): Promise<FamilyValues> {
  const checkpoint = await checkpointOf(subject);
  switch (family) {
    case 'norms':
      return normValues(checkpoint);
  }
}
