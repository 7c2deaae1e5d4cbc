import type { GroupsResult } from '../src/studies/workerTasks.ts';
import type { GroupValues } from './peer.ts';
import { median } from './sides.ts';

/**
 * Whether both sides measured the same thing: the median, over regions and radii, of the relative
 * difference of their means over groups. Values that PyTorch's float32 could not hold are left out.
 */
export function medianDifference(ours: readonly GroupsResult[], peer: readonly GroupValues[]): number {
  const differences = peer[0]!.flatMap((row, region) =>
    row.map((_value, radius) => {
      const sum = ours.reduce((total, { values }) => total + values[region]![radius]!.value.sum, 0);
      const theirs = peer.map((group) => group[region]![radius] ?? Number.NaN);
      return Math.abs(sum / theirs.reduce((total, value) => total + value, 0) - 1);
    }),
  );
  return median(differences.filter(Number.isFinite));
}
