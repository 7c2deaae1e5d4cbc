import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { EngineChoice, EngineName } from '../engine/description.ts';
import { installNative } from '../engine/native/install.ts';
import { benchEngine, describeEngine } from '../studies/engineInfo.ts';
import { UserError } from '../userError.ts';
import { chooseEngine } from './chooseEngine.ts';
import { print, printJson } from './say.ts';
import { textTable } from './textTable.ts';

/** What the command line of `measure engine` says. */
export interface EngineOptions {
  readonly engine?: EngineChoice | undefined;
  readonly cuda?: true | undefined;
  readonly json?: true | undefined;
}

type EngineTask = 'describe' | 'install' | 'bench';

/** Describes, measures or installs an engine, and prints what came out. */
export async function runEngine(task: EngineTask, options: EngineOptions): Promise<void> {
  const { engine, cuda, json = false } = options;
  if (cuda && task !== 'install') throw new InvalidArgumentError('--cuda is for "measure engine install"');
  if (task !== 'install') {
    const chosen = chooseEngine(engine ?? 'auto');
    return task === 'bench' ? printBench(chosen, json) : printDescription(chosen, json);
  }
  if (engine !== undefined) {
    throw new InvalidArgumentError('--engine is not for install: it installs the native engine');
  }
  return install(cuda ?? false, json);
}

async function printDescription(engine: EngineName, json: boolean): Promise<void> {
  const description = await describeEngine(engine);
  const workers = availableParallelism();
  if (json) {
    printJson({ ...description, workers });
    return;
  }
  const { name, device, versions, threads, precisions } = description;
  const parts = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
  print(`engine      ${name}`);
  print(`device      ${device}`);
  print(`versions    ${parts.join(', ')}`);
  print(`threads     ${threads} in each worker; ${workers} workers, one a core`);
  print(`precisions  ${precisions.join(', ')}`);
}

async function printBench(engine: EngineName, json: boolean): Promise<void> {
  const bench = await benchEngine(engine);
  if (json) {
    printJson(bench);
    return;
  }
  const { threads, kernels, operation } = bench;
  const rows = kernels.map(({ name, forward, backward }) => [
    name,
    forward.toPrecision(3),
    backward.toPrecision(3),
  ]);
  print(`${engine}, ${threads === 1 ? 'one thread' : `${threads} threads`}\n`);
  print(textTable(['GFLOP/s', 'forward', 'backward'], rows, ['left', 'right', 'right']));
  print(
    `\nAn operation costs ${operation.eager.toFixed(2)} µs eager, ${operation.compiled.toFixed(2)} µs compiled.`,
  );
}

async function install(cuda: boolean, json: boolean): Promise<void> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  const result = await installNative({ variant: cuda ? 'cuda' : 'cpu', log });
  if (result.kind === 'unavailable') throw new UserError(result.reason);
  if (json) printJson(result);
  else print(`${result.kind === 'already' ? 'The engine is there' : 'Installed'}: ${result.folder}`);
}
