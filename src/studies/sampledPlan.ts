import type { Candidates } from './candidates.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { MeasureRequest } from './measureRequest.ts';

/** The plan with the sampling that the examples of its checkpoints need. */
export function sampledPlan(
  { plan, shuffleFolders }: Pick<MeasureRequest, 'plan' | 'shuffleFolders'>,
  { candidates }: Pick<Candidates, 'candidates'>,
): MeasurePlan {
  const shuffled = shuffleFolders && candidates.some(({ fromFolders }) => fromFolders);
  return shuffled ? { ...plan, sampling: 'shuffled' } : plan;
}
