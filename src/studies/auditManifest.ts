import type { EngineDescription } from '../engine/description.ts';
import type { AuditComparison, AuditRequest } from './auditRequest.ts';
import { writeManifestFile } from './manifestFile.ts';

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
  const content = {
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
  };
  writeManifestFile(request.out, { schema: SCHEMA, started, engine }, content);
}

function performanceOf({
  checkpoint: _,
  hyperparameters: __,
  ...performance
}: AuditComparison['before']): object {
  return performance;
}
