import { statfs } from 'node:fs/promises';
import type { BuildTools } from './installBuild.ts';
import type { Recipe } from './installRecipe.ts';
import { firstWorking } from './installTools.ts';

/** What the installation of the native engine needs of a machine; each answers in one line. */

/** What keeps the native engine away: the machine, for good, or what can be installed. */
export type MissingForNative =
  | { readonly kind: 'platform'; readonly reason: string }
  | { readonly kind: 'tools'; readonly reason: string };

/** What the machine lacks to install the native engine; undefined where nothing. */
export async function missingForNative(): Promise<MissingForNative | undefined> {
  const platform = missingPlatform();
  if (platform !== undefined) return { kind: 'platform', reason: platform };
  const tools = await findTools();
  return typeof tools === 'string' ? { kind: 'tools', reason: tools } : undefined;
}

/** What the machine itself lacks; undefined where the engine can be had. */
export function missingPlatform(): string | undefined {
  const here = `${process.platform}-${process.arch}`;
  if (here !== 'linux-x64') return `the native engine is built for Linux on x86-64 only, and this is ${here}`;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major = 0, minor = 0] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return undefined;
  return `the native engine needs glibc 2.27 or later, and this system has ${header.glibcVersionRuntime ?? 'none'}`;
}

/** The programs that the build needs, or what is missing. */
export async function findTools(): Promise<BuildTools | string> {
  const recent = ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))'];
  const python = await firstWorking(['python3', 'python'], recent);
  if (python === undefined) return 'Python 3.8 or later is missing (install python3 and python3-pip)';
  if ((await firstWorking([python], ['-m', 'pip', '--version'])) === undefined) {
    return `${python} has no pip (install python3-pip, or run "${python} -m ensurepip")`;
  }
  const compiler = await firstWorking(['g++', 'c++', 'clang++'], ['--version']);
  if (compiler === undefined) return 'a C++ compiler is missing (install g++ or clang++)';
  return { python, compiler };
}

/** Whether the disk of an existing folder is too full for the installation. */
export async function missingSpace(
  folder: string,
  { diskBytes }: Pick<Recipe, 'diskBytes'>,
): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  if (bavail * bsize >= diskBytes) return undefined;
  return `the native engine needs ${gigabytes(diskBytes)} of free disk space in ${folder}, which has ${gigabytes(bavail * bsize)}`;
}
