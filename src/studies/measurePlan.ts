import type { EngineName } from '../engine/description.ts';
import type { ModelSpec } from '../models/spec/index.ts';
import { permutation, randomStream } from '../random/stream.ts';
import { layersOf, perturbs } from '../sharpness/perturbed.ts';
import type { Region, SharpnessPlan } from '../sharpness/types.ts';
import { UserError } from '../userError.ts';

/** Everything that decides the values of a measuring job: another plan gives other numbers. */
export interface MeasurePlan {
  /** Its regions are of all layers together. */
  readonly sharpness: SharpnessPlan;
  /** Is every region also measured layer by layer? */
  readonly layerwise: boolean;
  /** m: how many examples a group has; every size is a measure of its own. */
  readonly groupSizes: readonly number[];
  /** How many training examples are measured. */
  readonly samples: number | 'all';
  /** In file order, or the same random ones for every checkpoint. */
  readonly sampling: 'first' | 'shuffled';
  readonly augmentation: 'none' | 'crop' | 'crop-flip';
  readonly seed: number;
  readonly engine: EngineName;
  /** Is every perturbation written to a file? */
  readonly savePerturbations: boolean;
}

/** Consecutive m-groups: what one task measures. */
export interface GroupRange {
  readonly m: number;
  readonly first: number;
  readonly count: number;
}

/** How many tasks a checkpoint's groups are split into where a group is cheap: enough to share out among cores. */
const TASKS = 16;

/** How many of `trainCount` training examples a plan takes. */
export function sampleCount({ samples }: MeasurePlan, trainCount: number): number {
  return samples === 'all' ? trainCount : Math.min(samples, trainCount);
}

/** Whole groups of m among them; a ragged tail is dropped. */
export function groupCount(plan: MeasurePlan, m: number, trainCount: number): number {
  return Math.floor(sampleCount(plan, trainCount) / m);
}

/**
 * All groups, in ranges that depend on the plan and their number only, so that a journal serves any number of
 * workers. A group that takes long, because its maximum is climbed to, is a range by itself.
 */
export function groupRanges({ sharpness }: MeasurePlan, m: number, groups: number): GroupRange[] {
  const size = sharpness.ascent.kind === 'one-step' ? Math.max(1, Math.ceil(groups / TASKS)) : 1;
  const ranges: GroupRange[] = [];
  for (let first = 0; first < groups; first += size)
    ranges.push({ m, first, count: Math.min(size, groups - first) });
  return ranges;
}

/** The training examples of every group of a range: indices into the training set. */
export function groupIndices(
  plan: MeasurePlan,
  trainCount: number,
  { m, first, count }: GroupRange,
): Uint32Array[] {
  const order =
    plan.sampling === 'first'
      ? Uint32Array.from({ length: trainCount }, (_, k) => k)
      : permutation(randomStream(plan.seed, 'samples'), trainCount);
  return Array.from({ length: count }, (_, k) => order.slice((first + k) * m, (first + k + 1) * m));
}

/**
 * The regions that a network is measured in: those of the plan, and layer by layer, if asked for.
 *
 * @throws UserError when the plan perturbs no parameter of the network
 */
export function regionsOf(
  { sharpness, layerwise }: MeasurePlan,
  { parameters }: Pick<ModelSpec, 'parameters'>,
): Region[] {
  const names = parameters.map(({ name }) => name);
  const { perturb, regions } = sharpness;
  const measured = names.filter(perturbs(perturb, null));
  if (measured.length === 0) {
    throw new UserError(
      `no parameter is called ${perturb.join(' or ')}: this network has ${names[0]} ... ${names.at(-1)}`,
    );
  }
  const layers = layerwise ? layersOf(measured) : [];
  return [null, ...layers].flatMap((layer) => regions.map((region) => ({ ...region, layer })));
}
