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
import { writeReport, writeTables } from '../report/index.ts';
import { UserError } from '../userError.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import { type MeasuredRuns, writeManifest } from './manifest.ts';
import { type Piece, piecesOf } from './measurePieces.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { checkpointRow, engineOf, isComplete, measurementRows, refinedValues } from './measureRows.ts';
import { metricsWarning } from './metricsWarning.ts';
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
  /** Stops; what is finished stays in the journal. */
  readonly signal?: AbortSignal | undefined;
}

export interface Measured {
  readonly kind: 'done';
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: readonly MeasurementRow[];
  readonly correlations: Correlations;
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
}

/** Runs the pieces that the journal lacks. */
async function finish(
  pieces: readonly Piece[],
  journal: Journal,
  { workers }: MeasureRequest,
  { onProgress, signal }: MeasureHooks,
): Promise<Finished> {
  const results = new Map(journal.finished);
  const failures = new Map<string, string>();
  const missing = pieces.filter(({ key }) => !results.has(key));
  const resumed = pieces.length - missing.length;
  let done = resumed;
  const tell = (checkpoint?: string): void => onProgress({ done, total: pieces.length, resumed, checkpoint });
  tell();
  await runTasks<Piece, unknown>({
    workerUrl,
    workers: Math.max(1, Math.min(workers, missing.length)),
    tasks: missing,
    ...(signal && { signal }),
    onOutcome: (outcome) => {
      const { key, checkpoint } = outcome.task;
      if (outcome.kind === 'done') {
        journal.append(key, outcome.result);
        results.set(key, outcome.result);
      } else failures.set(checkpoint, outcome.failure.message);
      done += 1;
      tell(checkpoint);
    },
  });
  return { results, failures };
}

/** Two folders of the same content are measured once. */
function uniquePieces(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [piece.key, piece])).values()];
}

/** The plan, and the code that computes it: a newer version, or another engine, may give other last digits. */
function journalPlan({ plan }: MeasureRequest): object {
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
  const pieces = uniquePieces(candidates.flatMap((candidate) => piecesOf(candidate, request.plan)));
  const { results, failures } = await finish(pieces, journal, request, hooks);
  if (hooks.signal?.aborted) {
    const done = pieces.filter(({ key }) => results.has(key)).length;
    return { kind: 'interrupted', done, total: pieces.length };
  }

  const complete = candidates.filter((candidate) => isComplete(candidate, results));
  const failed = candidates
    .filter((candidate) => !complete.includes(candidate))
    .map(({ run }) => ({ folder: run.folder, reason: failures.get(run.checkpoint) ?? 'not finished' }));
  if (complete.length === 0) throw new UserError(`no checkpoint could be measured: ${failed[0]!.reason}`);
  const skipped = [...unreadable, ...failed];

  const checkpoints = complete.map((candidate) => checkpointRow(candidate, results));
  const measurements = complete.flatMap((candidate) => measurementRows(candidate, request.plan, results));
  const warnings = complete.flatMap((candidate, k) => metricsWarning(candidate, checkpoints[k]!) ?? []);
  const refined = refinedValues(measurements);
  const { gap, minTrainAccuracy, out, color } = request;
  const correlations = correlate({ checkpoints, measurements, gap, minTrainAccuracy });
  const tables = { checkpoints, measurements, correlations: correlations.rows };
  await writeTables(out, tables);
  const manifest = writeManifest(request, {
    started,
    measured: complete,
    engine: engineOf(complete[0]!, results),
    refined,
    skipped,
  });
  const report = await writeReport(out, { ...tables, manifest, color });
  const droppedExamples = Math.max(...complete.map(({ dropped }) => dropped));
  return {
    kind: 'done',
    checkpoints,
    measurements,
    correlations,
    skipped,
    warnings,
    refined,
    droppedExamples,
    report,
  };
}
