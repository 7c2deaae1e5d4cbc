// Makes a clone ready: dependencies, build, native engine, each only where it is missing or stale.
// It needs nothing but Node and npm, and says nothing where there is nothing to do.
import { buildIfStale } from './build.mjs';
import { installDependenciesIfStale } from './dependencies.mjs';
import { installNativeIfMissing } from './native.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

try {
  installDependenciesIfStale(say);
  buildIfStale(say);
  await installNativeIfMissing(say);
} catch (error) {
  say(`setup: ${error.message}`);
  process.exitCode = 1;
}
