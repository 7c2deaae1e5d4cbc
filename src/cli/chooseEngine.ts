import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { EngineChoice, EngineName, Precision } from '../engine/description.ts';
import { installedNative } from '../engine/native/cache.ts';
import { UserError } from '../userError.ts';
import { say } from './say.ts';

/** What `--engine` takes. */
export const engineChoices: readonly EngineChoice[] = ['auto', 'native', 'wasm', 'cpu'];

/** What runs: `auto` becomes native where that is installed, else wasm, which is said. */
export function chooseEngine(
  choice: EngineChoice,
  options: { readonly quiet?: boolean | undefined; readonly precision?: Precision } = {},
): EngineName {
  const engine = choice === 'auto' ? defaultEngine(options.quiet) : choice;
  if (engine === 'native' && installedNative() === undefined) {
    throw new UserError('the native engine is not installed: "measure engine install" installs it');
  }
  if (options.precision === 'float64' && engine !== 'native') {
    throw new InvalidArgumentError(`--precision float64 needs the native engine, and this is ${engine}`);
  }
  return engine;
}

function defaultEngine(quiet: boolean | undefined): EngineName {
  if (installedNative() !== undefined) return 'native';
  if (!quiet) say('the slower wasm engine runs: "measure engine install" installs the native one');
  return 'wasm';
}
