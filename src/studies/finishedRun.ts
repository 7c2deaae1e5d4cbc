import {
  checkCheckpoint,
  type RunConfig,
  readDivergence,
  readRunConfig,
  readRunFolder,
} from '../checkpoints/index.ts';
import { planDifference } from '../jobs/index.ts';
import { UserError } from '../userError.ts';
import { runConfigOf } from './trainedRunConfig.ts';
import type { TrainRequest } from './trainRequest.ts';

/**
 * Sees that a run that came to its end is the one that is asked for. No tensors are read, nor the dataset: of how many
 * examples it has, where all are asked for, the run is believed.
 *
 * @throws UserError when its config.json is another run's, or its model is lost or damaged
 */
export function checkFinishedRun(request: TrainRequest): void {
  const { out, dataset } = request;
  const found = orDelete(out, () => readRunConfig(out));
  const countOf = (split: 'trainCount' | 'testCount') => ({
    count: dataset[split] ?? found.dataset?.[split],
  });
  const examples = { name: dataset.name, train: countOf('trainCount'), test: countOf('testCount') };
  requireSame(out, found, runConfigOf(request, examples));
  if (readDivergence(out) === undefined) orDelete(out, () => checkCheckpoint(readRunFolder(out, out)));
}

/** @throws UserError that names what differs */
export function requireSame(out: string, found: RunConfig, asked: RunConfig): void {
  const difference = planDifference(plain(found), plain(asked));
  if (difference === '') return;
  throw new UserError(
    `${out}: holds a complete run with other options (${difference}); name another folder, or delete this one`,
  );
}

/** Reads of a run that came to its end; an error says what to do about one that is damaged. */
export function orDelete<Read>(out: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}; delete ${out} to train the run anew`, { cause: error });
  }
}

/** As JSON keeps it: without what is undefined. */
export function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
