import { writeRunFolder } from '../../../src/checkpoints/index.ts';
import { type ModelSpec, modelSpec } from '../../../src/models/spec/index.ts';
import { plannedRun } from '../../../src/studies/sweep/plannedRun.ts';
import type { SweepPlan } from '../../../src/studies/sweep/sweepRequest.ts';
import { trainRequestOf } from '../../../src/studies/sweep/trainMissing.ts';
import { runConfigOf } from '../../../src/studies/trainedRunConfig.ts';

/** Writes the folder that the training of a tiny study's run leaves, with a made-up model of its own; returns its path. */
export function finishRun(plan: SweepPlan, out: string, index: number): string {
  const request = trainRequestOf(plannedRun(plan, index), { ...plan, out });
  const { parameters, buffers } = modelSpec(request.model);
  const madeUp = (specs: ModelSpec['parameters'] | ModelSpec['buffers']) =>
    new Map(specs.map(({ name, shape }) => [name, { shape, data: waves(shape, index + 1) }]));
  writeRunFolder(request.out, {
    config: runConfigOf(request, { name: 'mnist', train: { count: 128 }, test: { count: 64 } }),
    ...{ parameters: madeUp(parameters), buffers: madeUp(buffers), history: [] },
    metrics: { trainLoss: 0, testLoss: 0, trainAccuracy: 1, testAccuracy: 1 },
  });
  return request.out;
}

function waves(shape: readonly number[], frequency: number): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, (_, k) => Math.sin(frequency * (k + 1)) / 10);
}
