import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readJournals } from '../jobs/index.ts';
import { findCandidates } from './candidates.ts';
import { journalPlan } from './finishPieces.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { isComplete } from './measureRows.ts';
import { isMeasuredElsewhere, journalFile } from './measureTask.ts';
import { withPerturbations } from './perturbationIndex.ts';
import { sampledPlan } from './sampledPlan.ts';

/**
 * The tasks whose checkpoint neither a task nor the command that collects has measured. Reads no model unless that
 * command has begun: its journal knows checkpoints by their content.
 *
 * @param folders of the checkpoints, by task
 * @throws UserError when the output folder belongs to another plan, or its journal is damaged
 */
export async function unmeasuredTasks(
  request: Pick<MeasureRequest, 'out' | 'dataDirectory' | 'dataset' | 'plan' | 'shuffleFolders'>,
  folders: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const { out } = request;
  const left = [...folders].filter(([task]) => !isMeasuredElsewhere(out, task));
  const journal = join(out, journalFile);
  if (left.length === 0 || !existsSync(journal)) return new Set(left.map(([task]) => task));
  const only = left.map(([, folder]) => resolve(folder));
  const found = await findCandidates({ ...request, folders: ['/'], only });
  const plan = sampledPlan(request, found);
  const results = withPerturbations(readJournals([journal], journalPlan(plan)), plan, out);
  const complete = new Set(
    found.candidates.filter((candidate) => isComplete(candidate, plan, results)).map(({ run }) => run.folder),
  );
  return new Set(left.filter(([, folder]) => !complete.has(resolve(folder))).map(([task]) => task));
}
