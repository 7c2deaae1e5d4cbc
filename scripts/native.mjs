import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './program.mjs';

/** Where an attempt that took long and failed is noted, so that not every command waits for a registry that is not there. */
const note = join(root, 'node_modules', '.cache', 'adaptive-sharpness-native.json');
const retryAfter = 3600 * 1000;
const long = 2000;

/** Installs the native engine into the user's cache; where it cannot be had, says so in one line. */
export async function installNativeIfMissing(say) {
  const { installedNative } = await import('../dist/engine/native/cache.js');
  if (installedNative() !== undefined) return;
  const result = lastFailure() ?? (await install(say));
  if (result.kind !== 'unavailable') return;
  say(`setup: no native engine: ${result.reason}; going on with the wasm engine`);
}

async function install(say) {
  const { installNative } = await import('../dist/engine/native/install.js');
  const started = Date.now();
  const result = await installNative({ variant: 'cpu', log: (line) => say(`setup: native engine: ${line}`) });
  rmSync(note, { force: true });
  if (result.kind === 'unavailable' && Date.now() - started > long) {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, JSON.stringify({ ...result, at: Date.now() }));
  }
  return result;
}

function lastFailure() {
  if (process.env.ADAPTIVE_SHARPNESS_REQUIRE_NATIVE === '1') return undefined;
  try {
    const failure = JSON.parse(readFileSync(note, 'utf8'));
    return Date.now() - failure.at < retryAfter ? failure : undefined;
  } catch {
    return undefined;
  }
}
