import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discoverRuns, readMetrics } from '../../src/checkpoints/index.ts';
import { packMeasurements, readOutputTables, writeTables } from '../../src/report/index.ts';
import { measure } from '../../src/studies/index.ts';
import type { MeasureRequest } from '../../src/studies/measureRequest.ts';
import { studyProgress } from '../../src/studies/sweep/runProgress.ts';
import { sweepFiles } from '../../src/studies/sweep/sweepFolder.ts';
import {
  type GrowthCase,
  gridOf,
  madeUpMeasurements,
  madeUpRun,
  madeUpStudy,
  radiiOf,
} from './madeUpStudy.ts';
import { madeUpPlan, writeJournal } from './writeJournal.ts';
import { writeRuns } from './writeRuns.ts';

/** What is done with the folders of a study, each in a process of its own: `node steps.ts STEP FOLDER RUNS RADII`. */

/** Where, in a case's folder, its parts are. */
export const growthFolders = {
  sweep: 'sweep',
  tables: 'tables',
  copy: 'copy',
  measured: 'measured',
} as const;

interface StepCase extends GrowthCase {
  readonly folder: string;
}

const STEPS = {
  makeRuns: ({ folder, runs }: StepCase) => writeRuns(join(folder, growthFolders.sweep), gridOf(runs), runs),
  makeTables: ({ folder, runs, radii }: StepCase) => {
    const grid = gridOf(runs);
    const checkpoints = Array.from({ length: runs }, (_, index) => madeUpRun(grid, index).row);
    const measurements = packMeasurements(madeUpMeasurements(grid, runs, radiiOf(radii)));
    return writeTables(join(folder, growthFolders.tables), { checkpoints, measurements });
  },
  makeJournal: async (job: StepCase) => {
    const grid = gridOf(job.runs);
    const rows = Array.from({ length: job.runs }, (_, index) => madeUpRun(grid, index).row);
    await writeJournal(requestOf(job), new Map(rows.map((row) => [row.checkpoint, row])));
  },
  discover: ({ folder, runs }: StepCase) => {
    const found = discoverRuns([join(folder, growthFolders.sweep, sweepFiles.runs)]);
    const finished = found.runs.filter((run) => readMetrics(run.folder) !== undefined);
    if (finished.length !== runs) throw new Error(`${finished.length} of ${runs} runs were found`);
  },
  state: ({ folder, runs }: StepCase) => {
    const { done } = studyProgress(madeUpStudy(gridOf(runs)), join(folder, growthFolders.sweep));
    if (done.length !== runs) throw new Error(`${done.length} of ${runs} runs are done`);
  },
  read: async ({ folder }: StepCase) => void (await readOutputTables(join(folder, growthFolders.tables))),
  rewrite: async ({ folder }: StepCase) => {
    const tables = await readOutputTables(join(folder, growthFolders.tables));
    await writeTables(join(folder, growthFolders.copy), tables);
  },
  goOn: async (job: StepCase) => {
    const nobody = (): void => undefined;
    const outcome = await measure(requestOf(job), { onProgress: nobody, onNotice: nobody });
    if (outcome.kind !== 'done') throw new Error('it was not done');
  },
} as const;

export type StepName = keyof typeof STEPS;

function requestOf({ folder, radii }: StepCase): MeasureRequest {
  return {
    folders: [join(folder, growthFolders.sweep, sweepFiles.runs)],
    dataDirectory: fileURLToPath(new URL('../../fixtures/data', import.meta.url)),
    plan: madeUpPlan(radii),
    gap: 'loss',
    minTrainAccuracy: 0.99,
    out: join(folder, growthFolders.measured),
    workers: 1,
  };
}

function isStep(name: string | undefined): name is StepName {
  return name !== undefined && Object.hasOwn(STEPS, name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , name, folder, runs, radii] = process.argv;
  if (!isStep(name) || folder === undefined) throw new Error(`no step ${name}`);
  await STEPS[name]({ folder, runs: Number(runs), radii: Number(radii) });
}
