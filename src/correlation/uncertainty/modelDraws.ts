import { randomStream } from '../../random/stream.ts';
import type { Resampling } from './types.ts';

/** Resamples of n models: each draws n of them with replacement. They serve every measure of the models. */
export interface ModelDraws {
  readonly models: number;
  readonly count: number;
  /** How often each model was drawn, resample after resample. */
  readonly multiplicities: Uint8Array;
}

export function drawModels(models: number, { resamples, seed }: Resampling): ModelDraws {
  const stream = randomStream(seed, 'resampled models');
  const multiplicities = new Uint8Array(models * resamples);
  for (let from = 0; from < multiplicities.length; from += models) {
    for (let k = 0; k < models; k++) multiplicities[from + stream.integer(models)]! += 1;
  }
  return { models, count: resamples, multiplicities };
}

/** The multiplicities of one resample. */
export function drawOf({ models, multiplicities }: ModelDraws, resample: number): Uint8Array {
  return multiplicities.subarray(resample * models, (resample + 1) * models);
}
