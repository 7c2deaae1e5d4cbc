import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineDescription } from '../engine/description.ts';
import { packageVersion } from '../packageVersion.ts';
import type { AuditComparison, AuditRequest } from './auditRequest.ts';

const SCHEMA = 'adaptive-sharpness/audit/1';

interface AuditedRuns {
  readonly started: Date;
  readonly comparisons: readonly AuditComparison[];
  /** What the workers computed with. */
  readonly engine: EngineDescription;
}

/** Writes `manifest.json`: what was compared with what, by what, when. */
export function writeAuditManifest(
  request: AuditRequest,
  { started, comparisons, engine }: AuditedRuns,
): void {
  const finished = new Date();
  const manifest = {
    schema: SCHEMA,
    versions: { 'adaptive-sharpness': packageVersion(), node: process.version },
    engine,
    plan: request.plan,
    checkpoint: request.checkpoint,
    comparisons: comparisons.map(({ kind, run, rescaled, before, after, held }) => ({
      kind,
      folder: run.folder,
      ...(rescaled && { rescaled: { ...rescaled, maxPower: request.maxPower } }),
      before: performanceOf(before),
      after: performanceOf(after),
      sameFunction: held,
    })),
    workers: request.workers,
    started: started.toISOString(),
    finished: finished.toISOString(),
    seconds: (finished.getTime() - started.getTime()) / 1000,
  };
  const path = join(request.out, 'manifest.json');
  writeFileSync(`${path}.partial`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
}

function performanceOf({
  checkpoint: _,
  hyperparameters: __,
  ...performance
}: AuditComparison['before']): object {
  return performance;
}
