import { groupRanges, type MeasurePlan } from './measurePlan.ts';
import type { EvaluateTask, GroupsTask, Subject } from './workerTasks.ts';

/** A checkpoint to measure. Its fingerprint names its results in the journal. */
export interface Candidate extends Subject {
  /** m-groups to measure. */
  readonly groups: number;
  /** Examples, of those asked for, that fill no whole group. */
  readonly dropped: number;
}

/** A task whose result goes into the journal under a key. */
export type Piece = (EvaluateTask | GroupsTask) & { readonly key: string; readonly checkpoint: string };

export function evaluationKey({ fingerprint }: Candidate): string {
  return `${fingerprint} evaluation`;
}

/** The keys of a candidate's ranges of groups, in order. */
export function groupKeys({ fingerprint, groups }: Candidate): string[] {
  return groupRanges(groups).map(({ first, count }) => `${fingerprint} groups ${first}-${first + count - 1}`);
}

/** The pieces of work that one checkpoint is. */
export function piecesOf(candidate: Candidate, plan: MeasurePlan): Piece[] {
  const { run, dataset, fingerprint } = candidate;
  const { checkpoint } = run;
  const subject: Subject = { run, dataset, fingerprint };
  const argument = { subject, engine: plan.engine };
  const evaluation: Piece = { method: 'evaluate', argument, key: evaluationKey(candidate), checkpoint };
  const keys = groupKeys(candidate);
  const groups = groupRanges(candidate.groups).map(
    (range, k): Piece => ({
      method: 'groups',
      argument: { subject, plan, range },
      key: keys[k]!,
      checkpoint,
    }),
  );
  return [evaluation, ...groups];
}
