import type { SkippedRun } from '../checkpoints/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { writeManifestFile } from './manifestFile.ts';
import type { Candidate } from './measurePieces.ts';
import type { MeasureRequest } from './measureRequest.ts';

const SCHEMA = 'adaptive-sharpness/output/1';

export interface MeasuredRuns {
  readonly started: Date;
  readonly measured: readonly Candidate[];
  /** Training examples in the groups of a model: the fewest and the most. */
  readonly samples: readonly [least: number, most: number];
  /** Pieces of work, and how many of them an earlier command had done. */
  readonly pieces: { readonly total: number; readonly earlier: number };
  /** What the workers computed with. */
  readonly engine: EngineDescription;
  /** Values, each of a checkpoint, region and radius, that float32's noise would have decided in some group, of all. */
  readonly refined: { readonly values: number; readonly belowNoise: number; readonly all: number };
  readonly skipped: readonly SkippedRun[];
  /** Workers that died or broke in a piece, which a new one then went on with. */
  readonly lostWorkers: number;
  /** Examples that every checkpoint was tested on; undefined where they differ. */
  readonly testCount: number | undefined;
  /** That the intervals and p-values come from; 0: there are none. */
  readonly resamples: number;
}

/** Writes `manifest.json`: what was measured, by what, when; returns its content. */
export function writeManifest(
  request: MeasureRequest,
  runs: MeasuredRuns,
): Readonly<Record<string, unknown>> {
  const { started, measured, samples, pieces, engine, refined, skipped, lostWorkers, testCount, resamples } =
    runs;
  const content = {
    command: request.command,
    preset: request.preset,
    plan: request.plan,
    folders: request.folders,
    datasets: [...new Set(measured.map(({ dataset }) => dataset.name))],
    testCount: testCount ?? null,
    gap: request.gap,
    minTrainAccuracy: request.minTrainAccuracy,
    seeds: request.seeds ?? 'repeats',
    bins: request.bins ?? null,
    resamples,
    checkpoints: measured.length,
    samples,
    pieces,
    skipped,
    refined,
    workers: request.workers,
    lostWorkers,
  };
  return writeManifestFile(request.out, { schema: SCHEMA, started, engine }, content);
}
