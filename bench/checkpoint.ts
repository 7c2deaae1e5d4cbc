import { join } from 'node:path';
import { readRunFolder, writeSafetensors } from '../src/checkpoints/index.ts';
import {
  type Dataset,
  type DatasetRequest,
  labelsOf,
  type MemorySplit,
  pixels,
  readDataset,
  readExamples,
} from '../src/data/index.ts';
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
function planes(dataset: Dataset, examples: MemorySplit): HostTensor {
  const [height, width] = dataset.shape;
  const { count } = examples;
  return { shape: [count, 1, height, width], data: pixels(dataset, examples, everyIndex(count)) };
}

/**
 * Reads a run folder, and writes the first training examples for PyTorch.
 *
 * @param run its network takes images of one channel
 * @param folder for the examples
 */
export async function benchCheckpoint(
  run: string,
  request: DatasetRequest,
  folder: string,
): Promise<BenchCheckpoint> {
  const dataset = await readDataset(request);
  const indices = everyIndex(Math.min(EXAMPLES, dataset.train.count));
  const chosen = await readExamples(dataset, dataset.train, indices);
  const labels = Float32Array.from(labelsOf(chosen, indices));
  const examples = join(folder, 'examples.safetensors');
  writeSafetensors(
    examples,
    new Map([
      ['images', planes(dataset, chosen)],
      ['labels', { shape: [indices.length], data: labels }],
    ]),
  );
  const read = readRunFolder(run, 'run');
  const fingerprint = runFingerprint(read, datasetFingerprint(dataset));
  return { subject: { run: read, dataset: request, fingerprint }, examples };
}

function everyIndex(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/** How many examples PyTorch gets. */
const EXAMPLES = 256;
