import { join } from 'node:path';
import type { ModelOptions } from '../src/models/spec/index.ts';
import type { Ascent } from '../src/sharpness/types.ts';
import { benchCheckpoint } from './checkpoint.ts';
import { MNIST } from './datasets.ts';
import { inFolder } from './folder.ts';
import { writeFreshCheckpoint } from './freshCheckpoint.ts';
import { peakMemory, startedBy } from './memory.ts';
import { startOurGroups } from './ours.ts';
import { fourRegions } from './regions.ts';
import { timed } from './timing.ts';

/** What is measured: four regions at some radii, on groups of 8. */
export interface ScaleCase {
  readonly ascent: Ascent;
  readonly model: ModelOptions;
  readonly samples: number;
  readonly radii: readonly number[];
}

/** What one worker needed for it. */
export interface ScaleCost {
  readonly parameters: number;
  /** For the first group: starting, tracing and compiling too. */
  readonly firstSeconds: number;
  /** For the other groups. */
  readonly seconds: number;
  /** Peak memory of the worker, in MiB. */
  readonly memory: number;
}

const M = 8;

/** Measures in a worker of its own. */
export async function costOf({ ascent, model, samples, radii }: ScaleCase): Promise<ScaleCost> {
  return inFolder(async (folder) => {
    const run = join(folder, 'run');
    writeFreshCheckpoint(run, model, MNIST.name);
    const checkpoint = await benchCheckpoint(run, MNIST, folder);
    const regions = fourRegions({ bias: 'constant', eta: 0.01 }, () => radii);
    const { result: worker, pid } = startedBy(() => startOurGroups({ checkpoint, regions, m: M, ascent }));
    const first = await timed(() => worker.measure({ first: 0, count: 1 }));
    const others = await timed(() => worker.measure({ first: 1, count: samples / M - 1 }));
    const memory = peakMemory(pid);
    worker.stop();
    return {
      parameters: checkpoint.subject.run.spec.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      firstSeconds: first.time / 1000,
      seconds: others.time / 1000,
      memory,
    };
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
