import type { ComplexityFamily } from '../complexity/weights/catalogue.ts';
import type { EngineName } from '../engine/description.ts';
import type { ModelSpec } from '../models/spec/index.ts';
import { permutation, randomStream } from '../random/stream.ts';
import { fitsPattern, isBias, layersOf, perturbs } from '../sharpness/perturbed.ts';
import type { BiasPolicy, Region, SharpnessPlan } from '../sharpness/types.ts';
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
  /** Is the best value after each step of an iterative ascent kept? */
  readonly curve: boolean;
  /** Generalization measures beside sharpness, in the order of the catalogue; undefined: none. */
  readonly complexity?: readonly ComplexityFamily[] | undefined;
}

/** Consecutive m-groups: what one task measures. */
export interface GroupRange {
  readonly m: number;
  readonly first: number;
  readonly count: number;
}

/**
 * How many ranges a checkpoint's groups are split into at most: enough to share out among cores, and few enough for
 * memory and journal. More where a group takes long.
 */
function mostRanges({ sharpness }: MeasurePlan): number {
  return sharpness.ascent.kind === 'one-step' ? 16 : 128;
}

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
 * workers.
 */
export function groupRanges(plan: MeasurePlan, m: number, groups: number): GroupRange[] {
  const size = Math.max(1, Math.ceil(groups / mostRanges(plan)));
  const ranges: GroupRange[] = [];
  for (let first = 0; first < groups; first += size)
    ranges.push({ m, first, count: Math.min(size, groups - first) });
  return ranges;
}

/** The training examples in the order in which the sample takes them. */
function sampleOrder({ sampling, seed }: MeasurePlan, trainCount: number): Uint32Array {
  if (sampling === 'first') return Uint32Array.from({ length: trainCount }, (_, k) => k);
  return permutation(randomStream(seed, 'samples'), trainCount);
}

/** The training examples of the whole sample: indices into the training set. */
export function sampleIndices(plan: MeasurePlan, trainCount: number): Uint32Array {
  return sampleOrder(plan, trainCount).subarray(0, sampleCount(plan, trainCount));
}

/** The training examples of every group of a range: indices into the training set. */
export function groupIndices(
  plan: MeasurePlan,
  trainCount: number,
  { m, first, count }: GroupRange,
): Uint32Array[] {
  const order = sampleOrder(plan, trainCount);
  return Array.from({ length: count }, (_, k) => order.slice((first + k) * m, (first + k + 1) * m));
}

/** What has parameters, such as a specification. */
type Network = Pick<ModelSpec, 'parameters'>;

/** The regions of a plan, by network: the many runs of a study share a few specifications. */
const known = new WeakMap<MeasurePlan, WeakMap<Network, readonly Region[]>>();

/**
 * The regions that a network is measured in: those of the plan, and layer by layer, if asked for, but for layers in
 * which a region perturbs nothing.
 *
 * @throws UserError when a pattern of the plan fits no parameter of the network, or nothing but frozen biases is left
 */
export function regionsOf(plan: MeasurePlan, network: Network): readonly Region[] {
  const ofPlan = known.get(plan) ?? new WeakMap<Network, readonly Region[]>();
  known.set(plan, ofPlan);
  const regions = ofPlan.get(network) ?? findRegions(plan, network);
  ofPlan.set(network, regions);
  return regions;
}

function findRegions({ sharpness, layerwise }: MeasurePlan, { parameters }: Network): readonly Region[] {
  const { perturb, regions } = sharpness;
  const names = parameters.map(({ name }) => name);
  requireEveryPattern(names, perturb);
  const chosen = names.filter(perturbs(perturb, null));
  const moved = (bias: BiasPolicy): string[] => chosen.filter((name) => bias !== 'frozen' || !isBias(name));
  if (regions.some(({ bias }) => moved(bias).length === 0)) {
    throw new UserError(
      `--bias frozen leaves nothing to perturb: --perturb ${perturb.join(',')} names only biases here`,
    );
  }
  const ofLayers = (layerwise ? layersOf(chosen) : []).flatMap((layer) =>
    regions
      .filter(({ bias }) => layersOf(moved(bias)).includes(layer))
      .map((region) => ({ ...region, layer })),
  );
  return [...regions, ...ofLayers];
}

function requireEveryPattern(names: readonly string[], patterns: readonly string[]): void {
  const unfit = patterns.filter((pattern) => !names.some((name) => fitsPattern(name, pattern)));
  if (unfit.length === 0) return;
  throw new UserError(
    `no parameter is called ${unfit.join(' or ')}: this network has ${names[0]} ... ${names.at(-1)}`,
  );
}
