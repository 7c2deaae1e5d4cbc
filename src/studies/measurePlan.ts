import type { EngineName } from '../engine/description.ts';
import { permutation, randomStream } from '../random/stream.ts';
import type { SharpnessPlan } from '../sharpness/types.ts';

/** Everything that decides the values of a measuring job: another plan gives other numbers. */
export interface MeasurePlan {
  readonly sharpness: SharpnessPlan;
  /** How many training examples are measured. */
  readonly samples: number | 'all';
  /** In file order, or the same random ones for every checkpoint. */
  readonly sampling: 'first' | 'shuffled';
  readonly seed: number;
  readonly engine: EngineName;
}

/** Consecutive m-groups: what one task measures. */
export interface GroupRange {
  readonly first: number;
  readonly count: number;
}

/** How many tasks a checkpoint's groups are split into: enough to share out one checkpoint among cores. */
const TASKS = 16;

/** How many of `trainCount` training examples a plan takes. */
export function sampleCount({ samples }: MeasurePlan, trainCount: number): number {
  return samples === 'all' ? trainCount : Math.min(samples, trainCount);
}

/** Whole groups among them; a ragged tail is dropped. */
export function groupCount(plan: MeasurePlan, trainCount: number): number {
  return Math.floor(sampleCount(plan, trainCount) / plan.sharpness.m);
}

/** All groups, in ranges that depend on their number only, so that a journal serves any number of workers. */
export function groupRanges(groups: number): GroupRange[] {
  const size = Math.max(1, Math.ceil(groups / TASKS));
  const ranges: GroupRange[] = [];
  for (let first = 0; first < groups; first += size)
    ranges.push({ first, count: Math.min(size, groups - first) });
  return ranges;
}

/** The training examples of every group of a range: indices into the training set. */
export function groupIndices(
  plan: MeasurePlan,
  trainCount: number,
  { first, count }: GroupRange,
): Uint32Array[] {
  const order =
    plan.sampling === 'first'
      ? Uint32Array.from({ length: trainCount }, (_, k) => k)
      : permutation(randomStream(plan.seed, 'samples'), trainCount);
  const { m } = plan.sharpness;
  return Array.from({ length: count }, (_, k) => order.slice((first + k) * m, (first + k + 1) * m));
}
