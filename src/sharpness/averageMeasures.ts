import { type Engine, scoped, type Tensors } from '../engine/index.ts';
import { randomStream } from '../random/stream.ts';
import {
  type Differences,
  exactDifferences,
  type GroupContext,
  mean,
  single,
  singleDifferences,
  TOLERANCE,
} from './groupContext.ts';
import { randomTensors } from './randomPoint.ts';
import { overflowed } from './refine.ts';
import type { AverageCase, GroupMeasures, GroupValue, Region, SharpnessPlan } from './types.ts';

/** z of one draw: the same for all regions and radii. */
function drawPoint(
  { engine, weights, group, seed }: GroupContext,
  { kind }: AverageCase,
  draw: number,
): Tensors {
  const stream = randomStream(seed, `draw ${draw} of group ${group}`);
  const next = kind === 'average-gaussian' ? stream.normal : () => 2 * stream.uniform() - 1;
  return randomTensors(engine, weights.parameters, next);
}

/** One region with T_w and how far a radius goes in it. */
interface Spread {
  readonly region: Region;
  readonly operator: Tensors;
  /** sigma / rho */
  readonly sigma: number;
}

function countPerturbed(engine: Engine, operator: Tensors): number {
  return Object.values(operator).reduce(
    (sum, tensor) => sum + engine.doubles(tensor).reduce((count, T) => count + (T > 0 ? 1 : 0), 0),
    0,
  );
}

/** The mean over draws of L(w + T z) - L(w), [region][radius]; NaN where it was not wanted. */
function means(
  context: GroupContext,
  ascent: AverageCase,
  spreads: readonly Spread[],
  differences: Differences,
  {
    rounded,
    wanted,
  }: { readonly rounded: boolean; readonly wanted: (region: number, radius: number) => boolean },
): number[][] {
  const { engine, graphs } = context;
  const sums = spreads.map(({ region }) => region.radii.map(() => 0));
  for (let draw = 0; draw < ascent.draws; draw++) {
    scoped(() => {
      const z = drawPoint(context, ascent, draw);
      spreads.forEach(({ region, operator, sigma }, i) => {
        if (!region.radii.some((_, j) => wanted(i, j))) return;
        scoped(() => {
          const scaled = graphs.scale(operator, z);
          const direction = rounded ? single(engine, scaled) : scaled;
          region.radii.forEach((radius, j) => {
            if (wanted(i, j)) sums[i]![j]! += overflowed(differences.at(direction, radius * sigma));
          });
        });
      });
    });
  }
  return sums.map((row) => row.map((sum) => sum / ascent.draws));
}

/**
 * Average-case sharpness: the mean of L(w + T_w z) - L(w) over random z. What is left of float32's noise after
 * averaging decides which values are computed again in double precision.
 */
export function averageMeasures(
  context: GroupContext,
  plan: SharpnessPlan,
  ascent: AverageCase,
): GroupMeasures {
  const { engine, graphs, weights, examples } = context;
  const { losses, gradient } = graphs.gradient(weights, examples);
  const exactly = exactDifferences(context, losses);
  const spreads = plan.regions.map((region): Spread => {
    const { operator } = graphs.operator(region, weights, gradient);
    const sigma = ascent.sigma === 'rho' ? 1 : 1 / Math.sqrt(Math.max(1, countPerturbed(engine, operator)));
    return { region, operator, sigma };
  });
  const everything = (): boolean => true;
  const loss = mean(engine.doubles(losses));

  if (plan.precision === 'float64') {
    const values = means(context, ascent, spreads, exactly!, { rounded: false, wanted: everything });
    return { loss, values: values.map((row) => row.map((value) => valueFrom(value, 'float64'))) };
  }
  const singly = singleDifferences(context, losses);
  const rough = means(context, ascent, spreads, singly, { rounded: true, wanted: everything });
  const noise = singly.noise / Math.sqrt(ascent.draws);
  const stands = (value: number): boolean => !Number.isFinite(value) || noise <= TOLERANCE * Math.abs(value);
  if (!exactly) {
    return {
      loss,
      values: rough.map((row) => row.map((value) => valueFrom(value, stands(value) ? 'float32' : 'noise'))),
    };
  }
  const wanted = (region: number, radius: number): boolean => !stands(rough[region]![radius]!);
  const exact = means(context, ascent, spreads, exactly, { rounded: false, wanted });
  const values = rough.map((row, i) =>
    row.map((value, j) => (wanted(i, j) ? valueFrom(exact[i]![j]!, 'float64') : valueFrom(value, 'float32'))),
  );
  return { loss, values };
}

function valueFrom(value: number, source: GroupValue['source']): GroupValue {
  return { value, firstOrder: null, source };
}
