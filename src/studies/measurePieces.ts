import type { ComplexityFamily } from '../complexity/weights/catalogue.ts';
import type { LinesTask, PlaneTask } from './landscape/tasks.ts';
import { groupRanges, type MeasurePlan } from './measurePlan.ts';
import type { ComplexityTask, EvaluateTask, GroupsTask, Subject } from './workerTasks.ts';

/** The m-groups of one size. */
export interface GroupSize {
  readonly m: number;
  readonly groups: number;
  /** Examples, of those asked for, that fill no whole group. */
  readonly dropped: number;
}

/** A checkpoint to measure. Its fingerprint names its results in the journal. */
export interface Candidate extends Subject {
  /** By m, as in the plan. */
  readonly sizes: readonly GroupSize[];
  /** Examples that its test loss and accuracy are of. */
  readonly testCount: number;
  /** Are its examples in class folders? */
  readonly fromFolders: boolean;
}

/** A task whose result goes into the journal under a key. */
export type Piece = (EvaluateTask | GroupsTask | ComplexityTask | PlaneTask | LinesTask) & {
  readonly key: string;
  readonly checkpoint: string;
};

export function evaluationKey({ fingerprint }: Candidate): string {
  return `${fingerprint} evaluation`;
}

/** The keys of a candidate's ranges of groups of one size, in order. */
export function groupKeys({ fingerprint }: Candidate, { m, groups }: GroupSize, plan: MeasurePlan): string[] {
  return groupRanges(plan, m, groups).map(
    ({ first, count }) => `${fingerprint} m ${m} groups ${first}-${first + count - 1}`,
  );
}

export function complexityKey({ fingerprint }: Candidate, family: ComplexityFamily): string {
  return `${fingerprint} complexity ${family}`;
}

/** The keys of all pieces of a checkpoint. */
export function keysOf(candidate: Candidate, plan: MeasurePlan): string[] {
  return [
    evaluationKey(candidate),
    ...candidate.sizes.flatMap((size) => groupKeys(candidate, size, plan)),
    ...(plan.complexity ?? []).map((family) => complexityKey(candidate, family)),
  ];
}

/**
 * The pieces of work that one checkpoint is.
 *
 * @param perturbations the folder for the perturbations, if they are saved
 */
export function piecesOf(candidate: Candidate, plan: MeasurePlan, perturbations: string): Piece[] {
  const { run, dataset, fingerprint } = candidate;
  const { checkpoint } = run;
  const subject: Subject = { run, dataset, fingerprint };
  const argument = { subject, engine: plan.engine };
  const evaluation: Piece = { method: 'evaluate', argument, key: evaluationKey(candidate), checkpoint };
  const groups = candidate.sizes.flatMap((size) => {
    const keys = groupKeys(candidate, size, plan);
    return groupRanges(plan, size.m, size.groups).map(
      (range, k): Piece => ({
        method: 'groups',
        argument: { subject, plan, range, perturbations },
        key: keys[k]!,
        checkpoint,
      }),
    );
  });
  const complexity = (plan.complexity ?? []).map(
    (family): Piece => ({
      method: 'complexity',
      argument: { subject, plan, family },
      key: complexityKey(candidate, family),
      checkpoint,
    }),
  );
  return [evaluation, ...groups, ...complexity];
}
