import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFolder } from '../checkpoints/index.ts';
import type { Dataset } from '../data/index.ts';

/** The files of a run folder that its measures depend on. */
const FILES = ['config.json', 'model.safetensors', 'train-labels-idx1-ubyte'];

/** A hash of what a checkpoint's measures depend on besides the plan: its files and its dataset. */
export function runFingerprint({ folder }: RunFolder, datasetFingerprint: string): string {
  const hash = createHash('sha256').update(datasetFingerprint);
  for (const file of FILES) {
    const path = join(folder, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** A hash of a dataset's images and labels. */
export function datasetFingerprint({ name, train, test }: Dataset): string {
  const hash = createHash('sha256').update(name);
  for (const { images, labels } of [train, test]) hash.update(images).update(labels);
  return hash.digest('hex');
}
