import { mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reason } from '../../userError.ts';
import { engineManifest, isCompleteEngine, type NativeVariant, nativeEngineFolder } from './cache.ts';
import { type BuildTools, buildEngine } from './installBuild.ts';
import { newBuildFolder, removeStaleBuilds } from './installFolders.ts';
import { type Recipe, recipe } from './installRecipe.ts';
import { firstWorking } from './installTools.ts';
import { verifyEngine } from './installVerify.ts';

/** What came of an installation; `reason` is one line that says what is missing and how to get it. */
export type InstallResult =
  | { readonly kind: 'installed' | 'already'; readonly folder: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What to install. */
export interface InstallOptions {
  readonly variant: NativeVariant;
  /** Takes a line of progress. */
  readonly log: (line: string) => void;
  /** Tries the finished engine before it is used: throws where it does not work. */
  readonly verify?: (folder: string) => Promise<void>;
}

/**
 * Installs the native engine into the user's cache: TensorFlow's libraries from PyPI, the JavaScript of
 * tfjs-node-gpu from npm, and a binding compiled from its sources.
 *
 * It is built aside, tried in a process of its own, and only then renamed to its place: what lies there is
 * always complete, whoever else installs at the same time and whenever this process is killed. Never
 * throws for what the machine lacks: that is `unavailable`.
 */
export async function installNative(options: InstallOptions): Promise<InstallResult> {
  const folder = nativeEngineFolder(options.variant);
  if (isCompleteEngine(folder)) return { kind: 'already', folder };
  const what = recipe(options.variant);
  try {
    const missing = missingPlatform();
    if (missing !== undefined) return unavailable(missing);
    const tools = await findTools();
    if (typeof tools === 'string') return unavailable(tools);
    await mkdir(dirname(folder), { recursive: true });
    await removeStaleBuilds(folder);
    const space = await missingSpace(dirname(folder), what);
    if (space !== undefined) return unavailable(space);
    return await buildAside(folder, what, tools, options);
  } catch (error) {
    return unavailable(reason(error));
  }
}

async function buildAside(
  folder: string,
  what: Recipe,
  tools: BuildTools,
  options: InstallOptions,
): Promise<InstallResult> {
  const build = await newBuildFolder(folder);
  try {
    const engine = await buildEngine(build, what, tools, options.log);
    options.log('trying the built engine');
    await (options.verify ?? verifyEngine)(engine);
    await writeManifest(engine, what);
    return { kind: await putInPlace(engine, folder, build), folder };
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

async function writeManifest(engine: string, what: Recipe): Promise<void> {
  const names = ['tfjs_binding.node', ...what.libraries.map((library) => `lib/${library}`)];
  const sizes = await Promise.all(names.map(async (name) => [name, (await stat(join(engine, name))).size]));
  const manifest = { wheel: what.wheel, files: Object.fromEntries(sizes) };
  await writeFile(join(engine, engineManifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Another process may have been faster: then its engine stays and ours goes. A broken one makes way. */
async function putInPlace(engine: string, folder: string, build: string): Promise<'installed' | 'already'> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(engine, folder);
      return 'installed';
    } catch (error) {
      if (isCompleteEngine(folder)) return 'already';
      if (attempt === 3) throw error;
      await rename(folder, join(build, `broken-${attempt}`)).catch(() => undefined);
    }
  }
}

function missingPlatform(): string | undefined {
  const here = `${process.platform}-${process.arch}`;
  if (here !== 'linux-x64') return `the native engine is built for Linux on x86-64 only, and this is ${here}`;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major = 0, minor = 0] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return undefined;
  return `the native engine needs glibc 2.27 or later, and this system has ${header.glibcVersionRuntime ?? 'none'}`;
}

/** The programs that the build needs, or what is missing. */
async function findTools(): Promise<BuildTools | string> {
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

async function missingSpace(folder: string, { diskBytes }: Recipe): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  if (bavail * bsize >= diskBytes) return undefined;
  return `the native engine needs ${gigabytes(diskBytes)} of free disk space in ${folder}, which has ${gigabytes(bavail * bsize)}`;
}

function unavailable(why: string): InstallResult {
  return { kind: 'unavailable', reason: why };
}
