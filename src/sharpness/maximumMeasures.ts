import type * as tf from '@tensorflow/tfjs-core';
import { type Precision, scoped, type Tensors } from '../engine/index.ts';
import { randomStream } from '../random/stream.ts';
import type { Climbed, Surroundings } from './ascent/climb.ts';
import type { BallOrder } from './ball.ts';
import {
  type Differences,
  exactDifferences,
  type GroupContext,
  mean,
  type SingleDifferences,
  single,
  singleDifferences,
  TOLERANCE,
} from './groupContext.ts';
import { randomPoint } from './randomPoint.ts';
import { overflowed } from './refine.ts';
import type { GroupMeasures, GroupValue, IterativeAscent, Region, SharpnessPlan } from './types.ts';

/** What counts as an improvement in the last quarter of the steps, as a share of the value. */
const IMPROVEMENT = 1e-6;

/** What all ascents of a group share. */
interface Base {
  readonly context: GroupContext;
  readonly ascent: IterativeAscent;
  readonly losses: tf.Tensor1D;
  readonly gradient: Tensors;
  readonly exactly: Differences | undefined;
  /** Absent where everything is double. */
  readonly singly: SingleDifferences | undefined;
}

/** What all radii of a region share. */
interface InRegion extends Base {
  readonly region: Region;
  readonly p: BallOrder;
  readonly operator: Tensors;
  readonly scaledGradient: Tensors;
  readonly oneStep: { readonly direction: Tensors; readonly dualNorm: number };
}

/** What an ascent takes in the precision that it runs in. */
function setting(given: InRegion, radius: number, precision: Precision) {
  const { context, singly, operator, scaledGradient, losses } = given;
  const { engine, weights, examples } = context;
  const common = { weights, radius: engine.fromDoubles([radius], []) };
  if (precision === 'float64' || !singly)
    return { gradient: scaledGradient, surroundings: { ...common, examples, losses, operator } };
  const surroundings: Surroundings = {
    weights,
    radius: engine.single(common.radius),
    examples: singly.examples,
    losses: singly.losses,
    operator: single(engine, operator),
  };
  return { gradient: single(engine, scaledGradient), surroundings };
}

/** An ascent from every start. */
function climbFromAll(given: InRegion, radius: number, precision: Precision): Climbed[] {
  const { context, ascent, p } = given;
  const { engine, graphs, weights, group, seed } = context;
  const climb = graphs.climb(ascent, p, precision);
  const { gradient, surroundings } = setting(given, radius, precision);
  return Array.from({ length: ascent.restarts }, (_, start) => {
    if (start === 0) return climb.fromCenter(gradient, surroundings);
    const stream = randomStream(seed, `start ${start} of group ${group}, p ${p}`);
    const z = randomPoint(engine, { parameters: weights.parameters, operator: given.operator, p, stream });
    return climb.from(precision === 'float32' ? single(engine, z) : z, surroundings);
  });
}

function improvesLate(curve: readonly number[]): boolean {
  const last = curve.at(-1)!;
  const before = curve[Math.floor(curve.length * 0.75) - 1] ?? 0;
  return last - before > IMPROVEMENT * Math.abs(last);
}

function largest<T>(items: readonly T[], value: (item: T) => number): T {
  return items.reduce((best, item) => (value(item) > value(best) ? item : best));
}

/** The maximum at one radius, and the direction that it lies in. */
function maximum(given: InRegion, radius: number): { value: GroupValue; direction: Tensors } {
  const { context, ascent, region, p, operator, oneStep, exactly, singly } = given;
  const { engine, graphs } = context;
  const evaluate = (direction: Tensors): number =>
    overflowed(exactly ? exactly.at(direction, radius) : singly!.at(direction, radius));
  const oneStepValue = evaluate(oneStep.direction);
  const stands = singly !== undefined && singly.noise <= TOLERANCE * Math.abs(oneStepValue);
  const precision: Precision = exactly && !stands ? 'float64' : 'float32';

  const starts = climbFromAll(given, radius, precision);
  const best = largest(starts, ({ value }) => value);
  const end = graphs.maximizer(p, operator, best.z);
  const found = {
    value: evaluate(end.direction),
    direction: end.direction,
    norm: engine.doubles(end.norm)[0]!,
    share: engine.doubles(end.boundaryShare)[0]!,
  };
  const step = {
    value: oneStepValue,
    direction: oneStep.direction,
    norm: oneStep.dualNorm === 0 ? 0 : 1,
    share: 1,
  };
  const center = { value: 0, direction: zeroDirection(oneStep.direction, context), norm: 0, share: 0 };
  // the code that epfl-apgd reproduces does not look at that point
  const others = ascent.kind === 'epfl-apgd' ? [] : [step];
  const chosen = largest([center, ...others, found], ({ value }) => value);
  const values = starts.map(({ value }) => value);
  const value: GroupValue = {
    value: chosen.value,
    firstOrder: radius * oneStep.dualNorm,
    source: exactly || stands ? precision : 'noise',
    certificate: {
      oneStep: oneStepValue,
      restartSpread: values.length > 1 ? Math.max(...values) - Math.min(...values) : null,
      maximizerNorm: chosen.norm,
      boundaryShare: region.p === 'inf' ? chosen.share : null,
      stillImproving: improvesLate(best.curve),
      curve: best.curve,
    },
  };
  return { value, direction: chosen.direction };
}

function zeroDirection(direction: Tensors, { engine }: GroupContext): Tensors {
  return Object.fromEntries(
    Object.entries(direction).map(([name, tensor]) => [
      name,
      engine.fromDoubles(new Float64Array(tensor.size), tensor.shape),
    ]),
  );
}

/** The maximum over every region by an iterative ascent: at least 0, and what one step gives but for epfl-apgd. */
export function maximumMeasures(
  context: GroupContext,
  plan: SharpnessPlan,
  ascent: IterativeAscent,
): GroupMeasures {
  const { engine, graphs, weights, examples, onPerturbation } = context;
  const { losses, gradient } = graphs.gradient(weights, examples);
  const exactly = exactDifferences(context, losses);
  const singly = plan.precision === 'float32' ? singleDifferences(context, losses) : undefined;
  const base: Base = { context, ascent, losses, gradient, exactly, singly };
  const values = plan.regions.map((region) =>
    scoped(() => {
      const { direction, dualNorm } = graphs.direction(region, weights, gradient);
      const oneStep = { direction, dualNorm: engine.doubles(dualNorm)[0]! };
      if (Number.isNaN(oneStep.dualNorm)) return region.radii.map(() => withoutGradient);
      const { operator, scaledGradient } = graphs.operator(region, weights, gradient);
      const p = region.p as BallOrder;
      const given: InRegion = { ...base, region, p, operator, scaledGradient, oneStep };
      return region.radii.map((radius) =>
        scoped(() => {
          const found = maximum(given, radius);
          onPerturbation?.({ region, radius, direction: found.direction });
          return found.value;
        }),
      );
    }),
  );
  return { loss: mean(engine.doubles(losses)), values };
}

/** A gradient that is no number leaves no maximum. */
const withoutGradient: GroupValue = { value: Number.NaN, firstOrder: Number.NaN, source: 'float32' };
