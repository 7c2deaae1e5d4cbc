import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SkippedRun } from '../checkpoints/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { packageVersion } from '../packageVersion.ts';
import type { Candidate } from './measurePieces.ts';
import type { MeasureRequest } from './measureRequest.ts';

const SCHEMA = 'adaptive-sharpness/output/1';

export interface MeasuredRuns {
  readonly started: Date;
  readonly measured: readonly Candidate[];
  /** What the workers computed with. */
  readonly engine: EngineDescription;
  /** Values, each of a checkpoint, region and radius, that float32's noise would have decided in some group, of all. */
  readonly refined: { readonly values: number; readonly belowNoise: number; readonly all: number };
  readonly skipped: readonly SkippedRun[];
  /** Workers that died or broke in a piece, which a new one then went on with. */
  readonly lostWorkers: number;
}

/** Writes `manifest.json`: what was measured, by what, when; returns its content. */
export function writeManifest(
  request: MeasureRequest,
  runs: MeasuredRuns,
): Readonly<Record<string, unknown>> {
  const { started, measured, engine, refined, skipped, lostWorkers } = runs;
  const finished = new Date();
  const manifest = {
    schema: SCHEMA,
    versions: { 'adaptive-sharpness': packageVersion(), node: process.version },
    engine,
    preset: request.preset,
    plan: request.plan,
    folders: request.folders,
    datasets: [...new Set(measured.map(({ dataset }) => dataset.name))],
    gap: request.gap,
    minTrainAccuracy: request.minTrainAccuracy,
    checkpoints: measured.length,
    skipped,
    refined,
    workers: request.workers,
    lostWorkers,
    started: started.toISOString(),
    finished: finished.toISOString(),
    seconds: (finished.getTime() - started.getTime()) / 1000,
  };
  const path = join(request.out, 'manifest.json');
  writeFileSync(`${path}.partial`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
  return manifest;
}
