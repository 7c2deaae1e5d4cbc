import { basename, join } from 'node:path';
import type { SkippedRun } from '../checkpoints/index.ts';
import {
  type CheckpointRow,
  type Correlations,
  correlate,
  type MeasurementRow,
} from '../correlation/index.ts';
import { installedNative } from '../engine/native/cache.ts';
import { type Journal, openJournal, runTasks } from '../jobs/index.ts';
import { makeFolder } from '../makeFolder.ts';
import { packageVersion } from '../packageVersion.ts';
import { removeTable, writeReport, writeTables } from '../report/index.ts';
import { UserError } from '../userError.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import { convergenceRows } from './convergence.ts';
import { curvedRows } from './curvedRows.ts';
import type { GroupSummary } from './groupSummary.ts';
import { failureReason, lostNotice, restOf } from './lostPiece.ts';
import { type MeasuredRuns, writeManifest } from './manifest.ts';
import { type Piece, piecesOf } from './measurePieces.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { checkpointRow, engineOf, isComplete, measurementRows, refinedValues } from './measureRows.ts';
import { metricsWarning } from './metricsWarning.ts';
import { filesAreThere, perturbationFolder, writePerturbationIndex } from './perturbationIndex.ts';
import { workerUrl } from './workerUrl.ts';

/** How far the job is. */
export interface MeasureProgress {
  readonly done: number;
  readonly total: number;
  /** Of `done`, how many an earlier run had finished. */
  readonly resumed: number;
  /** The checkpoint whose piece ended last. */
  readonly checkpoint: string | undefined;
}

export interface MeasureHooks {
  readonly onProgress: (progress: MeasureProgress) => void;
  /** Called with a line for the user: what went wrong on the way, and was mended. */
  readonly onNotice: (line: string) => void;
  /** Stops; what is finished stays in the journal. */
  readonly signal?: AbortSignal | undefined;
}

export interface Measured {
  readonly kind: 'done';
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: readonly MeasurementRow[];
  readonly correlations: Correlations;
  /** The measurements that fewer samples give, if they were asked for. */
  readonly convergence: readonly MeasurementRow[] | undefined;
  readonly skipped: readonly SkippedRun[];
  /** Checkpoints whose losses or accuracies are not what their metrics.json says, a line each. */
  readonly warnings: readonly string[];
  /** Of all values, those that float32's noise decided in some group, or would have but for better ones. */
  readonly refined: MeasuredRuns['refined'];
  /** Examples that fill no whole group and were dropped: the most of any checkpoint. */
  readonly droppedExamples: number;
  /** The path of the report's page. */
  readonly report: string;
}

export type MeasureOutcome =
  | Measured
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };

/** Every finished result by key, and why checkpoints failed. */
interface Finished {
  readonly results: ReadonlyMap<string, unknown>;
  readonly failures: ReadonlyMap<string, string>;
  /** Pieces whose worker was lost, so that a new one went on with them. */
  readonly lost: number;
}

/** Runs the pieces that the journal lacks. */
export async function finish(
  pieces: readonly Piece[],
  journal: Journal,
  { workers, out }: MeasureRequest,
  { onProgress, onNotice, signal }: MeasureHooks,
): Promise<Finished> {
  const results = new Map([...journal.finished].filter(([, result]) => filesAreThere(result, out)));
  const failures = new Map<string, string>();
  const missing = pieces.filter(({ key }) => !results.has(key));
  const resumed = pieces.length - missing.length;
  const told = new Map<string, GroupSummary>();
  let lost = 0;
  let done = resumed;
  const tell = (checkpoint?: string): void => onProgress({ done, total: pieces.length, resumed, checkpoint });
  tell();
  await runTasks<Piece, unknown>({
    workerUrl,
    workers: Math.max(1, Math.min(workers, missing.length)),
    tasks: missing,
    ...(signal && { signal }),
    // only groups tell on the way: what they came to so far
    onProgress: ({ key }, summary) => told.set(key, summary as GroupSummary),
    onLost: (piece, failure) => {
      lost += 1;
      onNotice(lostNotice(piece, failure));
      return restOf(piece, told.get(piece.key));
    },
    onOutcome: (outcome) => {
      const { key, checkpoint } = outcome.task;
      if (outcome.kind === 'done') {
        journal.append(key, outcome.result);
        results.set(key, outcome.result);
      } else failures.set(checkpoint, failureReason(outcome.task, outcome.failure));
      told.delete(key);
      done += 1;
      tell(checkpoint);
    },
  });
  return { results, failures, lost };
}

/** Two folders of the same content are measured once. */
export function uniquePieces(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [piece.key, piece])).values()];
}

/** The plan, and the code that computes it: a newer version, or another engine, may give other last digits. */
export function journalPlan({ plan }: MeasureRequest): object {
  const native = plan.engine === 'native' ? installedNative() : undefined;
  return { ...plan, version: packageVersion(), engineBuild: native && basename(native) };
}

/** What can be measured; makes the output folder. */
function prepare(request: MeasureRequest): Candidates {
  const found = findCandidates(request);
  const { candidates, skipped } = found;
  if (candidates.length === 0) {
    const first = skipped[0]
      ? `; the first of ${skipped.length} that were skipped: ${skipped[0].reason}`
      : '';
    throw new UserError(`${request.folders.join(', ')}: no checkpoint to measure${first}`);
  }
  const { color } = request;
  if (
    color !== undefined &&
    !candidates.some(({ run }) => Object.hasOwn(run.config.hyperparameters ?? {}, color))
  ) {
    throw new UserError(`no checkpoint has a hyperparameter ${JSON.stringify(color)} to color by`);
  }
  makeFolder(request.out);
  return found;
}

/**
 * Measures every checkpoint below the folders, correlates the measures with the generalization gap, and
 * writes the output folder: tables, journal, manifest and report.
 *
 * A checkpoint that cannot be measured is skipped with a reason; the others still are. Started again with
 * the same plan and output folder, it goes on from the journal.
 *
 * @throws UserError when nothing can be measured, or the output folder belongs to another plan
 */
export async function measure(request: MeasureRequest, hooks: MeasureHooks): Promise<MeasureOutcome> {
  const found = prepare(request);
  const journal = openJournal(join(request.out, 'journal.jsonl'), journalPlan(request));
  try {
    return await measureInto(journal, found, request, hooks);
  } finally {
    journal.close();
  }
}

async function measureInto(
  journal: Journal,
  { candidates, skipped: unreadable }: Candidates,
  request: MeasureRequest,
  hooks: MeasureHooks,
): Promise<MeasureOutcome> {
  const started = new Date();
  const pieces = uniquePieces(
    candidates.flatMap((candidate) =>
      piecesOf(candidate, request.plan, join(request.out, perturbationFolder)),
    ),
  );
  const { results, failures, lost } = await finish(pieces, journal, request, hooks);
  if (hooks.signal?.aborted) {
    const done = pieces.filter(({ key }) => results.has(key)).length;
    return { kind: 'interrupted', done, total: pieces.length };
  }

  const complete = candidates.filter((candidate) => isComplete(candidate, request.plan, results));
  const failed = candidates
    .filter((candidate) => !complete.includes(candidate))
    .map(({ run }) => ({ folder: run.folder, reason: failures.get(run.checkpoint) ?? 'not finished' }));
  if (complete.length === 0) throw new UserError(`no checkpoint could be measured: ${failed[0]!.reason}`);
  const skipped = [...unreadable, ...failed];

  const checkpoints = complete.map((candidate) => checkpointRow(candidate, results));
  const { convergence: withConvergence, curve } = request;
  const measurements = complete.flatMap((candidate) =>
    (curve ? curvedRows : measurementRows)(candidate, request.plan, results),
  );
  const convergence = withConvergence
    ? complete.flatMap((candidate) => convergenceRows(candidate, request.plan, results))
    : undefined;
  const warnings = complete.flatMap((candidate, k) => metricsWarning(candidate, checkpoints[k]!) ?? []);
  const refined = refinedValues(measurements);
  const { gap, minTrainAccuracy, out, color } = request;
  const correlations = correlate({ checkpoints, measurements, gap, minTrainAccuracy });
  const tables = { checkpoints, measurements, correlations: correlations.rows, convergence };
  await writeTables(out, tables);
  if (!convergence) await removeTable(out, 'convergence');
  if (request.plan.savePerturbations) writePerturbationIndex(out, complete, request.plan, results);
  const manifest = writeManifest(request, {
    started,
    measured: complete,
    engine: engineOf(complete[0]!, results),
    refined,
    skipped,
    lostWorkers: lost,
  });
  const report = await writeReport(out, { ...tables, manifest, color });
  const droppedExamples = Math.max(...complete.flatMap(({ sizes }) => sizes.map(({ dropped }) => dropped)));
  return {
    kind: 'done',
    checkpoints,
    measurements,
    correlations,
    convergence,
    skipped,
    warnings,
    refined,
    droppedExamples,
    report,
  };
}
