import type { Normalization, Region } from '../src/sharpness/types.ts';

/** p = 2 and infinity, without normalization and element-wise. */
export function fourRegions(
  common: Pick<Region, 'bias' | 'eta'>,
  radii: (p: 2 | 'inf', normalization: Normalization) => readonly number[],
): Region[] {
  return (['none', 'element'] as const).flatMap((normalization) =>
    ([2, 'inf'] as const).map((p) => ({
      p,
      normalization,
      ...common,
      layer: null,
      radii: radii(p, normalization),
    })),
  );
}
