import { join } from 'node:path';
import { readRunFolder, writeRunFolder, writeSafetensors } from '../src/checkpoints/index.ts';
import { type Dataset, type DatasetRequest, labelsOf, pixels, readDataset } from '../src/data/index.ts';
import {
  type HostTensor,
  initialBuffers,
  initializeParameters,
  type ModelOptions,
  modelSpec,
} from '../src/models/spec/index.ts';
import { datasetFingerprint, runFingerprint } from '../src/studies/fingerprint.ts';
import type { Subject } from '../src/studies/workerTasks.ts';

/** A checkpoint with examples of its dataset, as both sides read them. */
export interface FreshCheckpoint extends Subject {
  /** model.safetensors */
  readonly checkpoint: string;
  /** The first training examples, `images` and `labels`, for PyTorch. */
  readonly examples: string;
}

/** The images of one channel, [count, 1, height, width]: the order of [count, height, width, 1]. */
function planes(dataset: Dataset, indices: readonly number[]): HostTensor {
  const [height, width] = dataset.shape;
  return { shape: [indices.length, 1, height, width], data: pixels(dataset, dataset.train, indices) };
}

/**
 * Writes a run folder of a network that was not trained: measuring costs the same.
 *
 * @param options takes images of one channel
 * @param count of examples for PyTorch
 */
export function writeFreshCheckpoint(
  folder: string,
  options: ModelOptions,
  request: DatasetRequest,
  count: number,
): FreshCheckpoint {
  const spec = modelSpec(options);
  const path = join(folder, 'run');
  writeRunFolder(path, {
    config: { schema: 'adaptive-sharpness/run/1', model: options, dataset: { name: request.name } },
    parameters: initializeParameters(spec, 0),
    buffers: initialBuffers(spec),
    metrics: { trainLoss: 0, testLoss: 0, trainAccuracy: 0, testAccuracy: 0 },
    history: [],
  });
  const dataset = readDataset(request);
  const indices = Array.from({ length: count }, (_, k) => k);
  const labels = Float32Array.from(labelsOf(dataset.train, indices));
  const examples = join(folder, 'examples.safetensors');
  writeSafetensors(
    examples,
    new Map([
      ['images', planes(dataset, indices)],
      ['labels', { shape: [count], data: labels }],
    ]),
  );
  const run = readRunFolder(path, 'run');
  const fingerprint = runFingerprint(run, datasetFingerprint(dataset));
  return { run, dataset: request, fingerprint, checkpoint: join(path, 'model.safetensors'), examples };
}
