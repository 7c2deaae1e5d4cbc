import { join } from 'node:path';
import {
  type Discovery,
  discoverRuns,
  type RunFolder,
  readRunFolder,
  type SkippedRun,
} from '../checkpoints/index.ts';
import { type Dataset, type DatasetRequest, readDataset } from '../data/index.ts';
import { UserError } from '../userError.ts';
import { datasetFingerprint, runFingerprint } from './fingerprint.ts';
import type { Candidate, GroupSize } from './measurePieces.ts';
import { groupCount, type MeasurePlan, regionsOf, sampleCount } from './measurePlan.ts';
import type { MeasureRequest } from './measureRequest.ts';

/** Where checkpoints and their datasets are, and what is to be measured of them. */
export type CandidateRequest = Pick<
  MeasureRequest,
  'folders' | 'only' | 'dataDirectory' | 'dataset' | 'plan'
>;

/** What was found: what can be measured, and what cannot, with the reason. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly SkippedRun[];
}

function datasetRequest({ config, folder }: RunFolder, request: CandidateRequest): DatasetRequest {
  const name = request.dataset ?? config.dataset?.name;
  if (name === undefined)
    throw new UserError(`${folder}: config.json names no dataset: give one with --dataset`);
  const { dataDirectory } = request;
  if (config.dataset?.name !== name) return { dataDirectory, name };
  const { trainCount, testCount } = config.dataset;
  return { dataDirectory, name, trainCount, testCount };
}

interface KnownDataset {
  readonly fingerprint: string;
  readonly trainCount: number;
  readonly testCount: number;
  readonly fromFolders: boolean;
}

function describe(dataset: Dataset): KnownDataset {
  return {
    fingerprint: datasetFingerprint(dataset),
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    fromFolders: dataset.train.kind === 'files',
  };
}

function groupSize(
  plan: MeasurePlan,
  m: number,
  { run, trainCount }: { readonly run: RunFolder; readonly trainCount: number },
): GroupSize {
  const groups = groupCount(plan, m, trainCount);
  const samples = sampleCount(plan, trainCount);
  if (groups > 0) return { m, groups, dropped: samples - groups * m };
  throw new UserError(
    `${run.folder}: ${samples} of ${trainCount} training examples make no group of m = ${m}`,
  );
}

/** @throws UserError where the plan perturbs nothing of the network */
function requirePerturbed(plan: MeasurePlan, { folder, spec }: RunFolder): void {
  try {
    regionsOf(plan, spec);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${folder}: ${error.message}`) : error;
  }
}

/** The runs below the folders, or those of them that are named. */
function findRuns({ folders, only }: CandidateRequest): Discovery {
  if (only === undefined) return discoverRuns(folders);
  const runs: RunFolder[] = [];
  const skipped: SkippedRun[] = [];
  for (const root of folders) {
    for (const name of only) {
      const folder = join(root, name);
      try {
        runs.push(readRunFolder(folder, name));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        skipped.push({ folder, reason: error.message });
      }
    }
  }
  return { runs, skipped };
}

/** Finds every checkpoint below the folders, and its dataset. */
export async function findCandidates(request: CandidateRequest): Promise<Candidates> {
  const { plan } = request;
  const { runs, skipped: unreadable } = findRuns(request);
  const known = new Map<string, KnownDataset>();
  const skipped = [...unreadable];
  const candidates: Candidate[] = [];
  for (const run of runs) {
    try {
      const dataset = datasetRequest(run, request);
      const key = JSON.stringify(dataset);
      const data = known.get(key) ?? describe(await readDataset(dataset));
      known.set(key, data);
      const { fingerprint, trainCount, testCount, fromFolders } = data;
      const sizes = plan.groupSizes.map((m) => groupSize(plan, m, { run, trainCount }));
      requirePerturbed(plan, run);
      candidates.push({
        ...{ run, dataset, sizes, testCount, fromFolders },
        fingerprint: runFingerprint(run, fingerprint),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      skipped.push({ folder: run.folder, reason: error.message });
    }
  }
  return { candidates, skipped };
}
