import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { newBuildFolder, removeStaleBuilds } from '../../engine/native/installFolders.ts';
import { makeFolder } from '../../makeFolder.ts';
import { reason, UserError } from '../../userError.ts';

/**
 * Lets `fill` write into a folder aside, which then becomes `folder`: it appears complete or not at all. What killed
 * processes left aside goes.
 *
 * @throws UserError when there is something in the folder already, or it cannot be written
 */
export async function writeWholeFolder(
  folder: string,
  fill: (aside: string) => Promise<void>,
): Promise<void> {
  let build: string | undefined;
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new UserError(`${folder}: holds something else; move the folder away and run this again`);
    }
    makeFolder(dirname(folder));
    await removeStaleBuilds(folder);
    build = await newBuildFolder(folder);
    // only this user may enter the build folder, and whoever may enter others may enter the dataset's
    const aside = join(build, basename(folder));
    makeFolder(aside);
    await fill(aside);
    renameSync(aside, folder);
  } catch (error) {
    const fromSystem = error instanceof Error && 'syscall' in error;
    throw fromSystem
      ? new UserError(`${folder}: cannot be written (${reason(error)})`, { cause: error })
      : error;
  } finally {
    if (build !== undefined) rmSync(build, { recursive: true, force: true });
  }
}
