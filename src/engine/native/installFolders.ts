import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning, machineName } from '../../processes.ts';

/** A build of another machine that shares the cache is given up after a day, in milliseconds. */
const foreignBuildLifetime = 24 * 3600 * 1000;

/** A new folder beside `folder`, on the same disk, to build it in: its name says which process builds. */
export function newBuildFolder(folder: string): Promise<string> {
  return mkdtemp(`${folder}.build-${machineName()}-${process.pid}-`);
}

/** Removes what killed processes left when they built `folder`. */
export async function removeStaleBuilds(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.build-`;
  const builds = (await readdir(dirname(folder))).filter((name) => name.startsWith(prefix));
  for (const name of builds) {
    const path = join(dirname(folder), name);
    if (await isStale(name.slice(prefix.length), path)) await rm(path, { recursive: true, force: true });
  }
}

async function isStale(owner: string, path: string): Promise<boolean> {
  const [, host, pid] = /^(.+)-(\d+)-[^-]+$/.exec(owner) ?? [];
  if (host === machineName()) return !isRunning(Number(pid));
  const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
  return age > foreignBuildLifetime;
}
