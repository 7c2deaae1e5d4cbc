import { createHash, type Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hashFile } from '../checkpoints/hashFile.ts';
import type { RunFolder } from '../checkpoints/index.ts';
import { type Dataset, readTrainLabels, type Split } from '../data/index.ts';
import { reason, UserError } from '../userError.ts';

/** The files of a run folder that its measures depend on, besides the labels that it may bring. */
const FILES = ['config.json', 'model.safetensors'];

/** A hash of what a checkpoint's measures depend on besides the plan: its files and its dataset. */
export function runFingerprint({ folder }: RunFolder, datasetFingerprint: string): string {
  const hash = createHash('sha256').update(datasetFingerprint);
  for (const file of FILES) hashFile(hash.update(file), join(folder, file));
  const labels = readTrainLabels(folder);
  if (labels) hash.update('labels').update(labels);
  return hash.digest('hex');
}

/** What is known of an image file without reading it; no name holds the character 0. */
function traits(path: string): string {
  try {
    return `${basename(dirname(path))}/${basename(path)}\0${statSync(path).size}\0`;
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`, { cause: error });
  }
}

function addSplit(hash: Hash, split: Split): void {
  if (split.kind === 'memory') hash.update(split.images);
  else for (const file of split.files) hash.update(traits(file));
  hash.update(split.labels);
}

/**
 * A hash of a dataset's images and labels.
 *
 * Images in files are not read, as there may be a million of them: what counts is their order, and each one's name, its
 * folder's name and its size in bytes. So a file whose pixels change while its size does not (as that of an uncompressed
 * or a retouched image may) is not seen.
 *
 * @throws UserError when an image file is gone
 */
export function datasetFingerprint({ name, train, test }: Dataset): string {
  const hash = createHash('sha256').update(name);
  for (const split of [train, test]) addSplit(hash, split);
  return hash.digest('hex');
}
