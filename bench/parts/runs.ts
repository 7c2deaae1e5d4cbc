import { join } from 'node:path';
import { inFolder } from '../folder.ts';
import type { GrowthCase } from '../growth/madeUpStudy.ts';
import { runCommand, runStep } from '../growth/runStep.ts';
import { growthFolders } from '../growth/steps.ts';
import { tell, tellTitles } from '../growth/tell.ts';

/** Runs, and at how many radii each has four measures. */
const CASES = [
  { runs: 1000, radii: [12] },
  { runs: 10_000, radii: [1, 12] },
  { runs: 100_000, radii: [1, 12] },
] as const;
/** Of more values, a journal takes more disk than the rest of the bench. */
const MOST_JOURNAL_VALUES = 200_000;

async function timeTables(folder: string, job: GrowthCase): Promise<void> {
  const tables = join(folder, growthFolders.tables);
  await runStep('makeTables', folder, job);
  await tell('read the tables', job, runStep('read', folder, job));
  await tell('read and write them', job, runStep('rewrite', folder, job));
  const correlated = runCommand(folder, 'correlate', tables, '--out', tables, '--resamples', '0');
  await tell('measure correlate', job, correlated);
  await tell('measure report', job, runCommand(folder, 'report', tables));
  if (job.runs * job.radii > MOST_JOURNAL_VALUES) return;
  await runStep('makeJournal', folder, job);
  await tell('measure run, all in the journal', job, runStep('goOn', folder, job));
}

/** Time and peak memory of what a study of many runs takes besides training and measuring, on folders that are made up. */
export async function runs(): Promise<void> {
  tellTitles();
  for (const { runs: count, radii } of CASES) {
    await inFolder(async (folder) => {
      const job = { runs: count, radii: radii[0] };
      await runStep('makeRuns', folder, job);
      await tell('discover the runs', job, runStep('discover', folder, job));
      await tell('state of the sweep', job, runStep('state', folder, job));
      for (const each of radii) await timeTables(folder, { runs: count, radii: each });
    });
  }
}
