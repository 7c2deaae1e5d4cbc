import * as tf from '@tensorflow/tfjs-core';
import { type Precision, scoped } from '../engine/index.ts';
import { randomStream } from '../random/stream.ts';
import type { Climbed, Surroundings } from './ascent/climb.ts';
import type { BallOrder } from './ball.ts';
import {
  type Differences,
  exactDifferences,
  type SingleDifferences,
  signsDecide,
  singleDifferences,
  stands,
} from './differences.ts';
import { type Group, operatorIn } from './group.ts';
import { randomPoint } from './randomPoint.ts';
import { overflowed } from './refine.ts';
import type { GroupValue, IterativeAscent, Region } from './types.ts';

/** What counts as an improvement in the last quarter of the steps, as a share of the value. */
const IMPROVEMENT = 1e-6;

/** What all ascents of a group share. */
interface Base {
  readonly group: Group;
  readonly ascent: IterativeAscent;
  readonly exactly: Differences | undefined;
  /** Absent where everything is double. */
  readonly singly: SingleDifferences | undefined;
}

/** What all radii of a region share. */
interface InRegion extends Base {
  readonly region: Region;
  readonly p: BallOrder;
  readonly operator: tf.Tensor1D;
  readonly scaledGradient: tf.Tensor1D;
  readonly oneStep: { readonly direction: tf.Tensor1D; readonly z: tf.Tensor1D; readonly dualNorm: number };
}

/** What an ascent takes in the precision that it runs in. */
function setting(
  { group, singly, operator, scaledGradient }: InRegion,
  radius: number,
  precision: Precision,
): { readonly gradient: tf.Tensor1D; readonly surroundings: Surroundings } {
  const { engine, weights, examples, losses } = group;
  const exact = engine.fromDoubles([radius], []);
  if (precision === 'float64' || !singly) {
    const surroundings = { ...weights, examples, losses, operator, radius: exact };
    return { gradient: scaledGradient, surroundings };
  }
  const rounded = (vector: tf.Tensor1D): tf.Tensor1D => engine.single(vector) as tf.Tensor1D;
  const surroundings = {
    ...weights,
    examples: singly.examples,
    losses: singly.losses,
    operator: rounded(operator),
    radius: engine.single(exact),
  };
  return { gradient: rounded(scaledGradient), surroundings };
}

/** The best of the ascents from all starts, and what each came to. */
interface Climbs {
  readonly best: Climbed;
  readonly values: readonly number[];
  readonly precision: Precision;
}

function climbFromAll(given: InRegion, radius: number, precision: Precision): Climbs {
  const { group, ascent, operator, p } = given;
  const { engine, graphs, seed, index } = group;
  const climb = graphs.climb(ascent, p, precision);
  const { gradient, surroundings } = setting(given, radius, precision);
  const climbFrom = (start: number): Climbed => {
    if (start === 0) return climb.fromCenter(gradient, surroundings);
    const stream = randomStream(seed, `start ${start} of group ${index}, p ${p}`);
    const z = randomPoint(stream, engine.doubles(operator), p);
    const exact = engine.fromDoubles(z, [z.length]);
    return climb.from((precision === 'float32' ? engine.single(exact) : exact) as tf.Tensor1D, surroundings);
  };
  let best = tf.tidy(() => climbFrom(0));
  const values = [best.value];
  for (let start = 1; start < ascent.restarts; start++) {
    const next = tf.tidy(() => climbFrom(start));
    values.push(next.value);
    const [better, worse] = next.value > best.value ? [next, best] : [best, next];
    worse.z.dispose();
    best = better;
  }
  return { best, values, precision };
}

/** The ascents in float32 where the one-step value is clear of its noise and no loss leaves its range, else in double. */
function climbWhereItHolds(given: InRegion, radius: number, isClear: boolean): Climbs {
  if (given.exactly && !isClear) return climbFromAll(given, radius, 'float64');
  const climbs = climbFromAll(given, radius, 'float32');
  if (!given.exactly || climbs.values.every(Number.isFinite)) return climbs;
  climbs.best.z.dispose();
  return climbFromAll(given, radius, 'float64');
}

/** How far apart the starts' maxima are; infinite ones are equal. */
function spread(values: readonly number[]): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? 0 : most - least;
}

function improvesLate(curve: readonly number[]): boolean {
  const last = curve.at(-1)!;
  const before = curve[Math.floor(curve.length * 0.75) - 1] ?? 0;
  return last - before > IMPROVEMENT * Math.abs(last);
}

function largest<T>(items: readonly T[], value: (item: T) => number): T {
  return items.reduce((best, item) => (value(item) > value(best) ? item : best));
}

/** A point that may be the maximizer. */
interface Found {
  readonly value: number;
  readonly z: tf.Tensor1D;
  /** T z */
  readonly direction: tf.Tensor1D;
}

/** w itself. */
function center({ engine, graphs }: Group): Found {
  const { size } = graphs.layout;
  const zeros = engine.fromDoubles(new Float64Array(size), [size]) as tf.Tensor1D;
  return { value: 0, z: zeros, direction: zeros };
}

/** The maximum at one radius. */
function maximum(given: InRegion, radius: number): GroupValue {
  const { group, ascent, region, p, operator, oneStep, exactly, singly } = given;
  const { engine, graphs } = group;
  const evaluate = (direction: tf.Tensor1D): number => overflowed((exactly ?? singly!).at(direction, radius));
  const step: Found = { ...oneStep, value: evaluate(oneStep.direction) };
  const isClear = singly !== undefined && stands(step.value, singly.noise);
  const { best, values, precision } = climbWhereItHolds(given, radius, isClear);
  const { direction } = graphs.maximizer(p, operator, best.z);
  const found: Found = { value: evaluate(direction), z: best.z, direction };
  // the code that epfl-apgd reproduces does not look at one step's end
  const others = ascent.kind === 'epfl-apgd' ? [] : [step];
  const chosen = largest([center(group), ...others, found], ({ value }) => value);
  group.tell(region, radius, chosen.direction);
  const place = graphs.maximizer(p, operator, chosen.z);
  const isTrue = exactly || !Number.isFinite(chosen.value) || (isClear && !signsDecide(region, radius));
  return {
    value: chosen.value,
    firstOrder: radius * oneStep.dualNorm,
    source: isTrue ? precision : 'noise',
    certificate: {
      oneStep: step.value,
      restartSpread: values.length > 1 ? spread(values) : null,
      maximizerNorm: engine.doubles(place.norm)[0]!,
      boundaryShare: p === 'inf' ? engine.doubles(place.boundaryShare)[0]! : null,
      stillImproving: improvesLate(best.curve),
      curve: best.curve,
    },
  };
}

/** A gradient that is no number leaves no maximum. */
const withoutGradient: GroupValue = { value: Number.NaN, firstOrder: Number.NaN, source: 'float32' };

/** The maximum over every region by an iterative ascent: at least 0, and what one step gives but for epfl-apgd. */
export function maximumMeasures(group: Group, ascent: IterativeAscent): GroupValue[][] {
  const { engine, graphs, plan, gradient } = group;
  const singly = plan.precision === 'float32' ? singleDifferences(group) : undefined;
  const base: Base = { group, ascent, exactly: exactDifferences(group), singly };
  return plan.regions.map((region) =>
    scoped(() => {
      const operator = operatorIn(group, region);
      const { direction, z, dualNorm, scaledGradient } = graphs.step(region.p, operator, gradient);
      const oneStep = { direction, z, dualNorm: engine.doubles(dualNorm)[0]! };
      if (Number.isNaN(oneStep.dualNorm)) return region.radii.map(() => withoutGradient);
      const p = region.p as BallOrder;
      const given: InRegion = { ...base, region, p, operator, scaledGradient, oneStep };
      return region.radii.map((radius) => scoped(() => maximum(given, radius)));
    }),
  );
}
