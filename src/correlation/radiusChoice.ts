import { mean, sampleStandardDeviation } from 'simple-statistics';
import { permutation, randomStream } from '../random/stream.ts';
import { type Ascending, ascending, withEnds } from './ascending.ts';
import { bestRadius } from './bestRadius.ts';
import { tausOf } from './kendall.ts';

/** A measure at one radius. */
export interface RadiusColumn {
  readonly rho: number | null;
  /** A value of each model, none of them NaN. */
  readonly measures: ArrayLike<number>;
}

/** Models whose measure is to be judged at several radii. */
export interface RadiusChoiceOptions {
  /** A gap of each model, none of them NaN. */
  readonly gaps: ArrayLike<number>;
  readonly radii: readonly RadiusColumn[];
  /** The configuration of each model: models with the same number stay in one half. */
  readonly configurations: ArrayLike<number>;
  /** How often the configurations are split; each split is used both ways. */
  readonly splits: number;
  readonly seed: number;
}

/** What a radius is worth that was chosen on the models which it ranks, and what it is worth elsewhere. */
export interface RadiusChoice {
  /** The radius with the largest τ over all models, the smallest on ties. */
  readonly rho: number | null;
  /** τ there: over the very models that the radius was chosen on, as in the paper's Table 1. */
  readonly tau: number | null;
  /** The mean τ over one half of the models at the radius that the other half chooses; null where no half has a τ. */
  readonly tau_held_out: number | null;
  /** The sample standard deviation of τ over those halves: not the standard error of their mean, since they overlap. */
  readonly held_out_spread: number | null;
  /** `tau` less `tau_held_out`. */
  readonly optimism: number | null;
  /** The share of the halves that choose `rho`, from 0 to 1. */
  readonly same_choice: number | null;
  /** Halves that chose a radius and whose others have a τ: at most two a split. */
  readonly halves: number;
}

/**
 * How much of a measure's τ is owed to the choice of its radius. The largest of twelve τ of the same models is too
 * large: part of it is luck. Here the configurations are split in two halves at random, one half chooses the radius with
 * the largest τ, and the other half, which had no say, tells what τ is there; again and again, in both directions.
 *
 * Both values estimate the same thing without the choice: τ over half as many models has the same expectation.
 */
export function radiusChoice(options: RadiusChoiceOptions): RadiusChoice {
  const { radii, gaps, configurations, splits, seed } = options;
  const byGap = ascending(gaps);
  const all = chosen(byGap, radii);
  const stream = randomStream(seed, 'halves that choose a radius');
  const inFirst = new Uint8Array(Math.max(0, ...Array.from(configurations, (number) => number + 1)));
  const heldOut: number[] = [];
  let same = 0;
  for (let split = 0; split < splits; split++) {
    const order = permutation(stream, inFirst.length);
    order.forEach((configuration, place) => {
      inFirst[configuration] = place < order.length / 2 ? 1 : 0;
    });
    const halves = [1, 0].map((side) =>
      halfOf(byGap, gaps, (model) => inFirst[configurations[model]!] === side),
    );
    for (const [half, other] of [halves, halves.toReversed()]) {
      const choice = chosen(half!, radii);
      const tau = choice && tausOf(other!, choice.measures).a;
      if (choice === undefined || tau == null) continue;
      heldOut.push(tau);
      if (choice.rho === all?.rho) same += 1;
    }
  }
  const tau = all?.tau ?? null;
  const tauHeldOut = heldOut.length === 0 ? null : mean(heldOut);
  return {
    rho: all?.rho ?? null,
    tau,
    tau_held_out: tauHeldOut,
    held_out_spread: heldOut.length < 2 ? null : sampleStandardDeviation(heldOut),
    optimism: tau === null || tauHeldOut === null ? null : tau - tauHeldOut,
    same_choice: heldOut.length === 0 ? null : same / heldOut.length,
    halves: heldOut.length,
  };
}

/** The radius that serves some models best. */
function chosen(models: Ascending, radii: readonly RadiusColumn[]) {
  return bestRadius(radii.map((column) => ({ ...column, tau: tausOf(models, column.measures).a })));
}

function halfOf({ order }: Ascending, gaps: ArrayLike<number>, isIn: (model: number) => boolean): Ascending {
  return withEnds(order.filter(isIn), gaps);
}
