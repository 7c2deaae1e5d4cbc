import type { Candidate } from '../measurePieces.ts';
import { groupRanges, type MeasurePlan } from '../measurePlan.ts';
import { coordinates, type SliceOptions } from './slice.ts';
import type { LinesTask, PlaneTask } from './tasks.ts';

/** A task of a landscape whose result goes into the journal under a key. */
export type LandscapePiece = (PlaneTask | LinesTask) & { readonly key: string; readonly checkpoint: string };

interface LandscapePieces {
  /** By beta. */
  readonly rows: readonly LandscapePiece[];
  /** Range by range. */
  readonly lines: readonly LandscapePiece[];
}

/** The pieces of work that the landscape of one checkpoint is. */
export function landscapePieces(
  { run, dataset, fingerprint, sizes }: Candidate,
  plan: MeasurePlan,
  slice: SliceOptions,
): LandscapePieces {
  const { checkpoint } = run;
  const shared = { subject: { run, dataset, fingerprint }, plan, slice };
  const { m, groups } = sizes[0]!;
  return {
    rows: coordinates(slice).map((beta, k) => ({
      method: 'planeRow',
      argument: { ...shared, beta },
      key: `${fingerprint} plane row ${k}`,
      checkpoint,
    })),
    lines: groupRanges(plan, m, groups).map((range) => ({
      method: 'maximizerLines',
      argument: { ...shared, range },
      key: `${fingerprint} lines ${range.first}-${range.first + range.count - 1}`,
      checkpoint,
    })),
  };
}
