import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallDisk } from '../support/sweep/smallDisk.ts';
import { cli, expectOneLine, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();

it('a disk that fills up anywhere is one line with the file and what to do; then it goes on', async ({
  skip,
}) => {
  const out = join(folder, 'disk');
  const disk = smallDisk(out, '4k');
  if (disk === undefined) return skip('no file system can be mounted here');
  const args = quickRun(copyRuns(join(folder, 'runs')), out, '--samples', '16', '--quiet');
  // as it grows: the journal, the tables, figures and the page
  for (const size of ['4k', '24k', '60k', '120k']) {
    disk.remount(`size=${size}`);
    expectOneLine(
      await cli(...args),
      1,
      /^measure: \S*\/disk\/\S+\.\w+: cannot be written \([^\n]+\); make room or make it writable, and start it again: what is finished is kept\n$/,
    );
  }
  disk.remount('size=8m');
  expect(await cli(...args)).toMatchObject({ code: 0, stderr: '' });
}, 180_000);
