import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reason } from '../../userError.ts';
import { engineManifest, isCompleteEngine, type NativeVariant, nativeEngineFolder } from './cache.ts';
import { type BuildTools, buildEngine } from './installBuild.ts';
import { newBuildFolder, removeStaleBuilds } from './installFolders.ts';
import { findTools, missingPlatform, missingSpace } from './installNeeds.ts';
import { type Recipe, recipe } from './installRecipe.ts';
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

function unavailable(why: string): InstallResult {
  return { kind: 'unavailable', reason: why };
}
