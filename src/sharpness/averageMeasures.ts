import type * as tf from '@tensorflow/tfjs-core';
import { scoped } from '../engine/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Differences, exactDifferences, singleDifferences, stands } from './differences.ts';
import { type Group, operatorIn } from './group.ts';
import { overflowed } from './refine.ts';
import type { AverageCase, GroupValue, Region } from './types.ts';

/** z of one draw: the same for all regions and radii. */
function drawPoint({ engine, graphs, index, seed }: Group, { kind }: AverageCase, draw: number): tf.Tensor1D {
  const stream = randomStream(seed, `draw ${draw} of group ${index}`);
  const next = kind === 'average-gaussian' ? stream.normal : () => 2 * stream.uniform() - 1;
  const { size } = graphs.layout;
  return engine.fromDoubles(Float64Array.from({ length: size }, next), [size]) as tf.Tensor1D;
}

/** sigma / rho */
function sigmaOf({ engine }: Group, { kind, sigma }: AverageCase, operator: tf.Tensor1D): number {
  if (kind === 'average-uniform' || sigma === 'rho') return 1;
  const perturbed = engine.doubles(operator).reduce((count, T) => count + (T > 0 ? 1 : 0), 0);
  return 1 / Math.sqrt(Math.max(1, perturbed));
}

/** The means to compute: in which precision, and of which regions and radii. */
interface Wanted {
  readonly differences: Differences;
  /** Do the differences take directions in float32? */
  readonly rounded: boolean;
  readonly wants: (region: number, radius: number) => boolean;
}

/** The mean over draws of L(w + T z) - L(w), [region][radius]; 0 where it was not wanted. One draw's memory at a time. */
function means(group: Group, ascent: AverageCase, { differences, rounded, wants }: Wanted): number[][] {
  const { engine, graphs, plan } = group;
  const sums = plan.regions.map(({ radii }) => radii.map(() => 0));
  const sigmas = plan.regions.map((region) =>
    scoped(() => sigmaOf(group, ascent, operatorIn(group, region))),
  );
  const addDraw = (z: tf.Tensor1D, region: Region, i: number): void => {
    const exact = graphs.scale(operatorIn(group, region), z);
    const direction = rounded ? (engine.single(exact) as tf.Tensor1D) : exact;
    region.radii.forEach((radius, j) => {
      if (wants(i, j)) sums[i]![j]! += overflowed(differences.at(direction, radius * sigmas[i]!));
    });
  };
  for (let draw = 0; draw < ascent.draws; draw++) {
    scoped(() => {
      const z = drawPoint(group, ascent, draw);
      plan.regions.forEach((region, i) => {
        if (region.radii.some((_, j) => wants(i, j))) scoped(() => addDraw(z, region, i));
      });
    });
  }
  return sums.map((row) => row.map((sum) => sum / ascent.draws));
}

function valueFrom(value: number, source: GroupValue['source']): GroupValue {
  return { value, firstOrder: null, source };
}

/**
 * Average-case sharpness: the mean of L(w + T_w z) - L(w) over random z. What is left of float32's noise after
 * averaging decides which values are computed again in double precision.
 */
export function averageMeasures(group: Group, ascent: AverageCase): GroupValue[][] {
  const exactly = exactDifferences(group);
  const everything = (): boolean => true;
  if (group.plan.precision === 'float64') {
    const values = means(group, ascent, { differences: exactly!, rounded: false, wants: everything });
    return values.map((row) => row.map((value) => valueFrom(value, 'float64')));
  }
  const singly = singleDifferences(group);
  const rough = means(group, ascent, { differences: singly, rounded: true, wants: everything });
  // the error of the base is the same in all draws, and stays; that of the moved loss averages out
  const noise = singly.noise * Math.sqrt((1 + 1 / ascent.draws) / 2);
  const wants = (region: number, radius: number): boolean => !stands(rough[region]![radius]!, noise);
  const exact = exactly && means(group, ascent, { differences: exactly, rounded: false, wants });
  return rough.map((row, i) =>
    row.map((value, j) => {
      if (!wants(i, j)) return valueFrom(value, 'float32');
      if (exact) return valueFrom(exact[i]![j]!, 'float64');
      return valueFrom(value, Number.isFinite(value) ? 'noise' : 'float32');
    }),
  );
}
