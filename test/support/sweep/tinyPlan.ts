import { measuresOf } from '../../../src/cli/studyMeasures.ts';
import { readStudy } from '../../../src/studies/sweep/readStudy.ts';
import type { SweepPlan } from '../../../src/studies/sweep/sweepRequest.ts';
import { dataDirectory, engine } from '../../cli/cli.ts';
import { type TinyStudy, writeTinyStudy } from './tinySweep.ts';

/** The plan of a tiny study, whose file is written into `folder`. */
export function tinyPlan(folder: string, said: TinyStudy = {}): SweepPlan {
  const study = readStudy(writeTinyStudy(folder, said));
  return { study, measures: measuresOf(study, engine), inputs: {}, dataDirectory, engine };
}
