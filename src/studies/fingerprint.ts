import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunFolder } from '../checkpoints/index.ts';
import { type Dataset, readTrainLabels, type Split } from '../data/index.ts';
import { reason, UserError } from '../userError.ts';

/** The files of a run folder that its measures depend on, besides the labels that it may bring. */
const FILES = ['config.json', 'model.safetensors'];

/** A hash of what a checkpoint's measures depend on besides the plan: its files and its dataset. */
export function runFingerprint({ folder }: RunFolder, datasetFingerprint: string): string {
  const hash = createHash('sha256').update(datasetFingerprint);
  for (const file of FILES) addFile(hash.update(file), join(folder, file));
  const labels = readTrainLabels(folder);
  if (labels) hash.update('labels').update(labels);
  return hash.digest('hex');
}

const CHUNK_BYTES = 2 ** 20;

function addFile(hash: Hash, path: string): void {
  try {
    const file = openSync(path, 'r');
    try {
      const chunk = new Uint8Array(CHUNK_BYTES);
      for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
        hash.update(chunk.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`);
  }
}

function addSplit(hash: Hash, split: Split): void {
  if (split.kind === 'memory') hash.update(split.images);
  else for (const file of split.files) hash.update(`${basename(dirname(file))}/${basename(file)}\n`);
  hash.update(split.labels);
}

/** A hash of a dataset's images and labels; of images in files, their names count. */
export function datasetFingerprint({ name, train, test }: Dataset): string {
  const hash = createHash('sha256').update(name);
  for (const split of [train, test]) addSplit(hash, split);
  return hash.digest('hex');
}
