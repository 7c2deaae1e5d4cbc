import { readRunFolder } from '../checkpoints/index.ts';
import { UserError } from '../userError.ts';
import { type CandidateRequest, findCandidates } from './candidates.ts';
import type { Candidate } from './measurePieces.ts';

/**
 * The one checkpoint that a job is about.
 *
 * @param checkpoint its run folder
 * @throws UserError when it cannot be measured
 */
export async function oneCandidate(
  checkpoint: string,
  { dataDirectory, dataset, plan }: Omit<CandidateRequest, 'folders' | 'only'>,
): Promise<Candidate> {
  readRunFolder(checkpoint, checkpoint);
  const folders = [checkpoint];
  const { candidates, skipped } = await findCandidates({ folders, dataDirectory, dataset, plan });
  const found = candidates.find(({ run }) => run.folder === checkpoint);
  if (found) return found;
  throw new UserError(
    skipped.find(({ folder }) => folder === checkpoint)?.reason ?? `${checkpoint}: cannot be measured`,
  );
}
