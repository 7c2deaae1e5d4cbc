import { basename } from 'node:path';
import { installedNative } from '../engine/native/cache.ts';
import { type Journal, type Results, runTasks } from '../jobs/index.ts';
import { packageVersion } from '../packageVersion.ts';
import { gpuEnvironments } from './gpuEnvironments.ts';
import type { GroupSummary } from './groupSummary.ts';
import { failureReason, lostNotice, restOf } from './lostPiece.ts';
import { type Candidate, type Piece, piecesOf } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { withPerturbations } from './perturbationIndex.ts';
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

/** What became of the pieces. */
interface Finished {
  /** Every finished result by the key of its piece. */
  readonly results: Results;
  /** Why checkpoints failed, by their fingerprints: two may have one name. */
  readonly failures: ReadonlyMap<string, string>;
  /** Pieces whose worker was lost, so that a new one went on with them. */
  readonly lost: number;
  /** All pieces, and those that have a result. */
  readonly total: number;
  readonly done: number;
  /** Of `done`, how many an earlier command had finished. */
  readonly resumed: number;
}

/**
 * Runs the pieces that the journal lacks.
 *
 * @param pieces gone through once; those that are finished are not kept
 */
export async function finish(
  pieces: Iterable<Piece>,
  journal: Journal,
  { plan, workers, gpus, out }: Pick<MeasureRequest, 'plan' | 'workers' | 'gpus' | 'out'>,
  { onProgress, onNotice, signal }: MeasureHooks,
): Promise<Finished> {
  const results = withPerturbations(journal, plan, out);
  const failures = new Map<string, string>();
  const missing: Piece[] = [];
  let total = 0;
  for (const piece of pieces) {
    total += 1;
    if (!results.has(piece.key)) missing.push(piece);
  }
  const resumed = total - missing.length;
  const told = new Map<string, GroupSummary>();
  let lost = 0;
  let done = resumed;
  const tell = (checkpoint?: string): void => onProgress({ done, total, resumed, checkpoint });
  tell();
  await runTasks<Piece, unknown>({
    workerUrl,
    workers: Math.max(1, Math.min(workers, missing.length)),
    environments: gpuEnvironments(gpus),
    tasks: missing,
    ...(signal && { signal }),
    // only groups tell on the way: what they came to so far
    onProgress: ({ key }, summary) => told.set(key, summary as GroupSummary),
    restOf: (tried) => restOf(tried, told.get(tried.key)),
    onLost: (rest, failure) => {
      lost += 1;
      onNotice(lostNotice(rest, failure));
    },
    onOutcome: (outcome) => {
      const { key, checkpoint, argument } = outcome.task;
      if (outcome.kind === 'done') journal.append(key, outcome.result);
      else {
        const rest = restOf(outcome.task, told.get(key)) ?? outcome.task;
        failures.set(argument.subject.fingerprint, failureReason(rest, outcome.failure));
      }
      told.delete(key);
      done += 1;
      tell(checkpoint);
    },
  });
  const withResult = missing.filter(({ key }) => results.has(key)).length;
  return { results, failures, lost, total, resumed, done: resumed + withResult };
}

/** A size of groups that is asked for twice is measured once. */
export function uniquePieces(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [piece.key, piece])).values()];
}

/**
 * The pieces of all candidates, made as they are asked for. Two folders of the same content are measured once.
 *
 * @param perturbations the folder for the perturbations, if they are saved
 */
export function* piecesOfAll(
  candidates: readonly Candidate[],
  plan: MeasurePlan,
  perturbations: string,
): Generator<Piece> {
  const seen = new Set<string>();
  for (const candidate of candidates) {
    if (seen.has(candidate.fingerprint)) continue;
    seen.add(candidate.fingerprint);
    yield* uniquePieces(piecesOf(candidate, plan, perturbations));
  }
}

/** The plan, and the code that computes it: a newer version, or another engine, may give other last digits. */
export function journalPlan(plan: MeasurePlan): object {
  const native = plan.engine === 'native' ? installedNative() : undefined;
  return { ...plan, version: packageVersion(), engineBuild: native && basename(native) };
}
