import { join } from 'node:path';
import { readRunFolder, writeSafetensors } from '../src/checkpoints/index.ts';
import { type Dataset, type DatasetRequest, labelsOf, pixels, readDataset } from '../src/data/index.ts';
import type { HostTensor } from '../src/models/spec/index.ts';
import { datasetFingerprint, runFingerprint } from '../src/studies/fingerprint.ts';
import type { Subject } from '../src/studies/workerTasks.ts';

/** A checkpoint with examples of its dataset, as both sides read them. */
export interface BenchCheckpoint {
  readonly subject: Subject;
  /** A safetensors file for PyTorch: `images`, [examples, channels, height, width], and `labels`. */
  readonly examples: string;
}

/** The images of one channel, [count, 1, height, width]: the order of [count, height, width, 1]. */
function planes(dataset: Dataset, indices: readonly number[]): HostTensor {
  const [height, width] = dataset.shape;
  return { shape: [indices.length, 1, height, width], data: pixels(dataset, dataset.train, indices) };
}

/**
 * Reads a run folder, and writes the first training examples for PyTorch.
 *
 * @param run its network takes images of one channel
 * @param folder for the examples
 */
export function benchCheckpoint(run: string, request: DatasetRequest, folder: string): BenchCheckpoint {
  const dataset = readDataset(request);
  const indices = Array.from({ length: Math.min(EXAMPLES, dataset.train.count) }, (_, k) => k);
  const labels = Float32Array.from(labelsOf(dataset.train, indices));
  const examples = join(folder, 'examples.safetensors');
  writeSafetensors(
    examples,
    new Map([
      ['images', planes(dataset, indices)],
      ['labels', { shape: [indices.length], data: labels }],
    ]),
  );
  const read = readRunFolder(run, 'run');
  const fingerprint = runFingerprint(read, datasetFingerprint(dataset));
  return { subject: { run: read, dataset: request, fingerprint }, examples };
}

/** How many examples PyTorch gets. */
const EXAMPLES = 256;
