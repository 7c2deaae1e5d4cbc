import { join } from 'node:path';
import { inFolder } from '../folder.ts';
import { runCommand, runStep } from '../growth/runStep.ts';
import { growthFolders } from '../growth/steps.ts';
import { tell, tellTitles } from '../growth/tell.ts';

/** The paper's: four measures of 625 models at twelve radii. */
const JOB = { runs: 625, radii: 12 } as const;

/** Time and peak memory of intervals and p-values: `measure correlate` with more and more resamples. */
export async function resamples(): Promise<void> {
  tellTitles();
  await inFolder(async (folder) => {
    await runStep('makeTables', folder, JOB);
    const tables = join(folder, growthFolders.tables);
    for (const count of ['0', '2000', '10000']) {
      const correlated = runCommand(folder, 'correlate', tables, '--out', tables, '--resamples', count);
      await tell(`measure correlate, ${count} resamples`, JOB, correlated);
    }
  });
}
