import { join } from 'node:path';
import { type RunFolder, readRunFolder } from '../checkpoints/index.ts';
import { readDataset } from '../data/index.ts';
import { openJournal } from '../jobs/index.ts';
import {
  type AuditRow,
  type AuditVerdict,
  auditRows,
  auditVerdicts,
  writeAudit,
} from '../report/audit/index.ts';
import { UserError } from '../userError.ts';
import { writeAuditManifest } from './auditManifest.ts';
import type { AuditComparison, AuditRequest } from './auditRequest.ts';
import { datasetFingerprint, runFingerprint } from './fingerprint.ts';
import { finish, journalPlan, type MeasureHooks, uniquePieces } from './finishPieces.ts';
import { type Candidate, piecesOf } from './measurePieces.ts';
import { checkpointRow, engineDescription, isComplete, measurementRows } from './measureRows.ts';
import { oneCandidate } from './oneCandidate.ts';
import { perturbationFolder } from './perturbationIndex.ts';
import { type Counterpart, rescaledRuns, writeRescaledRun } from './rescaledRuns.ts';
import { isSameFunction, requireSameArchitecture } from './sameFunction.ts';

export interface Audited {
  readonly kind: 'done';
  readonly comparisons: readonly AuditComparison[];
  readonly rows: readonly AuditRow[];
  readonly verdicts: readonly AuditVerdict[];
}

export type AuditOutcome =
  | Audited
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };

/**
 * Measures a checkpoint and networks with the same function but other parameters, and writes how far each measure
 * moved: `audit.csv`, `.parquet`, a figure, `manifest.json`; the networks that it made are run folders there. Started
 * again with the same options, it goes on from the journal.
 *
 * @throws UserError when the checkpoint cannot be measured or rescaled, the other one has another architecture, or
 *   the output folder belongs to another plan
 */
export async function audit(request: AuditRequest, hooks: MeasureHooks): Promise<AuditOutcome> {
  const started = new Date();
  const { plan, out, maxPower } = request;
  const original = await oneCandidate(request.checkpoint, request);
  const writeCounterparts = counterpartsOf(request, original.run);
  // nothing is written before the journal has seen that the folder is this audit's
  const whole = {
    ...journalPlan(plan),
    checkpoint: original.fingerprint,
    other: request.other ?? null,
    maxPower,
  };
  const journal = openJournal(join(out, 'journal.jsonl'), whole);
  try {
    const counterparts = writeCounterparts();
    const candidates = await likeOriginal(original, counterparts);
    const all = [original, ...candidates];
    const pieces = uniquePieces(all.flatMap((one) => piecesOf(one, plan, join(out, perturbationFolder))));
    const { results, failures } = await finish(pieces, journal, request, hooks);
    if (hooks.signal?.aborted) {
      const done = pieces.filter(({ key }) => results.has(key)).length;
      return { kind: 'interrupted', done, total: pieces.length };
    }
    const missing = all.find((one) => !isComplete(one, plan, results));
    if (missing)
      throw new UserError(failures.get(missing.fingerprint) ?? `${missing.run.folder}: not measured`);

    const before = checkpointRow(original, results);
    const measuredBefore = measurementRows(original, plan, results);
    const comparisons = counterparts.map((counterpart, k): AuditComparison => {
      const after = checkpointRow(candidates[k]!, results);
      return { ...counterpart, before, after, held: isSameFunction(before, after) };
    });
    const rows = counterparts.flatMap(({ kind }, k) =>
      auditRows(kind, measuredBefore, measurementRows(candidates[k]!, plan, results)),
    );
    await writeAudit(out, rows);
    writeAuditManifest(request, { started, comparisons, engine: engineDescription(original, results) });
    return { kind: 'done', comparisons, rows, verdicts: auditVerdicts(rows) };
  } finally {
    journal.close();
  }
}

/** Finds or makes what is compared with the checkpoint; the function that is returned writes what was made. */
function counterpartsOf(request: AuditRequest, run: RunFolder): () => Counterpart[] {
  const { other, out, plan, maxPower } = request;
  if (other === undefined) {
    const made = rescaledRuns(run, out, { seed: plan.seed, maxPower });
    return () => made.map(writeRescaledRun);
  }
  const given = readRunFolder(other, other);
  requireSameArchitecture(run, given);
  return () => [{ kind: 'pair', run: given }];
}

/** The counterparts on the examples of the original. */
async function likeOriginal(original: Candidate, counterparts: readonly Counterpart[]): Promise<Candidate[]> {
  const data = datasetFingerprint(await readDataset(original.dataset));
  return counterparts.map(({ run }) => ({ ...original, run, fingerprint: runFingerprint(run, data) }));
}
