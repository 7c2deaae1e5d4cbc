import { writeRunFolder } from '../src/checkpoints/index.ts';
import {
  type HostTensor,
  initialBuffers,
  initializeParameters,
  type ModelOptions,
  modelSpec,
} from '../src/models/spec/index.ts';
import { randomStream } from '../src/random/stream.ts';

/** Biases start at 0, where an element-wise operator without eta is 0: training would have moved them. */
function movedFromZero(parameters: ReadonlyMap<string, HostTensor>): ReadonlyMap<string, HostTensor> {
  const stream = randomStream(0, 'biases');
  const moved = (value: number): number => (value === 0 ? 0.05 * stream.normal() : value);
  return new Map(
    [...parameters].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data, moved) }]),
  );
}

/** Writes the run folder of a network that was not trained: measuring costs the same. */
export function writeFreshCheckpoint(folder: string, options: ModelOptions, dataset: string): void {
  const spec = modelSpec(options);
  writeRunFolder(folder, {
    config: { schema: 'adaptive-sharpness/run/1', model: options, dataset: { name: dataset } },
    parameters: movedFromZero(initializeParameters(spec, 0)),
    buffers: initialBuffers(spec),
    metrics: { trainLoss: 0, testLoss: 0, trainAccuracy: 0, testAccuracy: 0 },
    history: [],
  });
}
