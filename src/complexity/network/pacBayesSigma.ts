import * as tf from '@tensorflow/tfjs-core';
import { scoped } from '../../engine/index.ts';
import { examplesOf } from '../../models/apply/index.ts';
import { randomStream } from '../../random/stream.ts';
import { toVector } from '../../sharpness/parameterVector.ts';
import type { FoldedNetwork } from '../weights/foldBatchNorm.ts';
import { largestSigma, MAGNITUDE_EPSILON } from '../weights/pacBayes.ts';
import { batchesOf } from './batches.ts';
import { foldedWeights } from './foldedWeights.ts';
import type { SampledNetwork } from './sampleLoss.ts';

/** Perturbations that an accuracy is the mean over. */
const DRAWS = 10;

/** What is perturbed, and the examples that are classified. */
export interface PerturbedNetwork extends Omit<SampledNetwork, 'weights'> {
  readonly folded: FoldedNetwork;
  readonly seed: number;
}

/** The standard deviation of the noise of each parameter, for a sigma. */
type Deviation = (sigma: number, w: tf.Tensor1D) => tf.Tensor;

const constant: Deviation = (sigma) => tf.scalar(sigma);
const magnitudeAware: Deviation = (sigma, w) =>
  tf.sqrt(tf.add(tf.square(tf.mul(w, sigma)), MAGNITUDE_EPSILON ** 2));

/**
 * sigma and sigma' of PAC-Bayes flatness (Jiang et al. 2019, C.4): the largest with which the accuracy on the sample falls by
 * at most 0.1, on the mean over ten draws of normal noise in all parameters of the network without batch norm, biases too;
 * of standard deviation sigma, or sqrt(sigma'^2 w_i^2 + epsilon^2).
 *
 * The draws follow from the seed and the architecture and are the same for every sigma. Evaluation mode, float32.
 */
export function pacBayesSigmas(network: PerturbedNetwork): {
  readonly sigma: number;
  readonly magnitudeSigma: number;
} {
  return scoped(() => {
    const accuracy = accuracyOf(network);
    const before = accuracy();
    const largest = (deviation: Deviation): number =>
      largestSigma((sigma) => {
        let sum = 0;
        for (let draw = 0; draw < DRAWS; draw++) sum += accuracy({ deviation, draw, sigma });
        return before - sum / DRAWS;
      });
    return { sigma: largest(constant), magnitudeSigma: largest(magnitudeAware) };
  });
}

/** One perturbation. */
interface Noise {
  readonly deviation: Deviation;
  readonly draw: number;
  readonly sigma: number;
}

/** The share of the sample that the network classifies rightly after a perturbation, or without one. */
function accuracyOf(network: PerturbedNetwork): (noise?: Noise) => number {
  const { engine, graphs, folded, dataset, sample } = network;
  const { parameters, buffers } = foldedWeights(folded);
  const w = toVector(parameters, graphs.layout);
  const hits = (at: tf.Tensor1D, batch: readonly number[]): number =>
    scoped(() => {
      const examples = examplesOf(dataset, sample, batch);
      return engine.doubles(graphs.hits({ parameters: at, buffers }, examples))[0]!;
    });
  const perturbed = ({ deviation, draw, sigma }: Noise): tf.Tensor1D =>
    tf.add(w, tf.mul(tf.tensor1d(normals(network, draw)), deviation(sigma, w)));
  return (noise) =>
    scoped(() => {
      const at = noise ? perturbed(noise) : w;
      return batchesOf(sample.count).reduce((sum, batch) => sum + hits(at, batch), 0) / sample.count;
    });
}

/** The standard normal noise of a draw; 0 where folding left a parameter without a meaning. */
function normals({ graphs, folded, seed }: PerturbedNetwork, draw: number): Float32Array {
  const { size, parts } = graphs.layout;
  const { normal } = randomStream(seed, `pac-bayes draw ${draw}`);
  const z = Float32Array.from({ length: size }, () => normal());
  let at = 0;
  for (const part of parts) {
    if (folded.folded.has(part.name)) z.fill(0, at, at + part.size);
    at += part.size;
  }
  return z;
}
