import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type NativeVariant, recipeKey } from './installRecipe.ts';

export type { NativeVariant };

/** The file that closes an installation: what the engine consists of, each file with its size in bytes. */
export const engineManifest: string = 'engine.json';

/**
 * The folder of the native engine in the user's cache: under `ADAPTIVE_SHARPNESS_CACHE`, else
 * `XDG_CACHE_HOME`, else `~/.cache`. Its name says what it was made of, so that another version of this
 * package never loads it; Node's version is no part of it, because the binding speaks Node-API.
 */
export function nativeEngineFolder(variant: NativeVariant): string {
  return join(cacheFolder(), 'adaptive-sharpness', `native-${recipeKey(variant)}`);
}

/** Whether the native engine lies complete in the cache. */
export function isNativeInstalled(variant: NativeVariant): boolean {
  return isCompleteEngine(nativeEngineFolder(variant));
}

/** The folder of the native engine to load: the one for a GPU where it was installed (it runs on a CPU too). */
export function installedNative(): string | undefined {
  const variant = (['cuda', 'cpu'] as const).find(isNativeInstalled);
  return variant === undefined ? undefined : nativeEngineFolder(variant);
}

/** Whether `folder` holds every file that its manifest names, in full length. */
export function isCompleteEngine(folder: string): boolean {
  const manifest = join(folder, engineManifest);
  if (!existsSync(manifest)) return false;
  try {
    const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: Record<string, number> };
    return Object.entries(files).every(([name, size]) => statSync(join(folder, name)).size === size);
  } catch {
    return false;
  }
}

function cacheFolder(): string {
  const { ADAPTIVE_SHARPNESS_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  if (own) return own;
  return xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
}
