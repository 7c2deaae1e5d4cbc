import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { foundDatasets } from '../../data/foundDatasets.ts';
import type { EngineDescription, EngineName } from '../../engine/description.ts';
import { installedNative, isNativeInstalled } from '../../engine/native/cache.ts';
import { type MissingForNative, missingForNative } from '../../engine/native/installNeeds.ts';
import { instructionSets } from '../../engine/native/instructionSets.ts';
import { visibleGpus } from '../../engine/native/visibleGpus.ts';
import { type SlurmPrograms, slurmPrograms } from '../../jobs/slurm/programs.ts';
import { renderPng } from '../../report/index.ts';
import { describeEngine } from '../../studies/engineInfo.ts';
import { reason } from '../../userError.ts';

/** What came of starting an engine. */
export type EngineState =
  | { readonly kind: 'runs'; readonly description: EngineDescription }
  | { readonly kind: 'fails'; readonly reason: string };

/** What `measure doctor` looks at. */
export interface Surroundings {
  readonly node: string;
  /** `linux-x64` */
  readonly platform: string;
  readonly cores: number;
  /** Undefined where the system does not tell. */
  readonly instructions: readonly string[] | undefined;
  readonly native: EngineState | { readonly kind: 'absent'; readonly missing: MissingForNative | undefined };
  readonly wasm: EngineState;
  readonly cpu: EngineState;
  /** Whether the native engine was installed with CUDA. */
  readonly cuda: boolean;
  /** The lines of nvidia-smi, one a GPU. */
  readonly gpus: readonly string[];
  readonly slurm: SlurmPrograms;
  /** In bytes. */
  readonly memory: { readonly free: number; readonly total: number };
  /** Bytes that are free where results go. */
  readonly freeDisk: number;
  /** Why figures and image files cannot be drawn and decoded; undefined where they can. */
  readonly figures: string | undefined;
  readonly images: string | undefined;
  readonly data: { readonly directory: string; readonly datasets: readonly string[] };
}

/** Looks around: starts every engine once, which takes seconds. */
export async function lookAround(dataDirectory: string): Promise<Surroundings> {
  const [native, wasm, cpu, slurm, figures, images, { bavail, bsize }] = await Promise.all([
    nativeState(),
    engineState('wasm'),
    engineState('cpu'),
    slurmPrograms(),
    failure(() => renderPng(text)),
    failure(() => import('sharp')),
    statfs('.'),
  ]);
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    instructions: instructionSets(),
    ...{ native, wasm, cpu, slurm, figures, images },
    cuda: isNativeInstalled('cuda'),
    gpus: visibleGpus(),
    memory: { free: process.availableMemory(), total: totalmem() },
    freeDisk: bavail * bsize,
    data: { directory: dataDirectory, datasets: foundDatasets(dataDirectory) },
  };
}

/** A figure that needs the fonts that come along. */
const text = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">a</text></svg>';

async function nativeState(): Promise<Surroundings['native']> {
  if (installedNative() !== undefined) return engineState('native');
  return { kind: 'absent', missing: await missingForNative() };
}

async function engineState(name: EngineName): Promise<EngineState> {
  try {
    return { kind: 'runs', description: await describeEngine(name) };
  } catch (error) {
    return { kind: 'fails', reason: reason(error) };
  }
}

/** Why something does not work. */
async function failure(tried: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await tried();
    return undefined;
  } catch (error) {
    return reason(error);
  }
}
