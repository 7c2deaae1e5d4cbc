import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, MemorySplit } from '../../data/index.ts';
import { type Engine, scoped } from '../../engine/index.ts';
import { type Examples, exactExamplesOf, type Weights } from '../../models/apply/index.ts';
import { toVector } from '../../sharpness/parameterVector.ts';
import { batchesOf } from './batches.ts';
import type { ComplexityGraphs } from './graphs.ts';

/** The mean cross-entropy of some examples as a function of all parameters in one vector. */
export interface SampleLoss {
  /** The parameters of the checkpoint. */
  readonly w: Float64Array;
  readonly examples: number;
  /** The gradient of the mean. */
  readonly gradientAt: (w: Float64Array) => Float64Array;
  /** L_i(w) of every example. */
  readonly lossesAt: (w: Float64Array) => Float64Array;
}

/** What it is of. */
export interface SampledNetwork {
  readonly engine: Engine;
  readonly graphs: ComplexityGraphs;
  readonly weights: Weights;
  readonly dataset: Dataset;
  /** The examples alone. */
  readonly sample: MemorySplit;
}

/** In double precision where the engine has it; evaluation mode. */
export function sampleLoss({ engine, graphs, weights, dataset, sample }: SampledNetwork): SampleLoss {
  const { count } = sample;
  const { size } = graphs.layout;
  const at = (w: Float64Array) => ({
    parameters: engine.fromDoubles(w, [size]) as tf.Tensor1D,
    buffers: weights.buffers,
  });
  const batches = batchesOf(count);
  const examplesOf = (batch: readonly number[]): Examples => exactExamplesOf(engine, dataset, sample, batch);
  return {
    w: scoped(() => engine.doubles(toVector(weights.parameters, graphs.layout))),
    examples: count,
    gradientAt: (w) =>
      scoped(() => {
        const point = at(w);
        let sum = engine.fromDoubles(new Float64Array(size), [size]) as tf.Tensor1D;
        for (const batch of batches) {
          const part = engine.fromDoubles([batch.length / count], []);
          const next = tf.tidy(() => graphs.addGradient(point, { examples: examplesOf(batch), part, sum }));
          sum.dispose();
          sum = next;
        }
        return engine.doubles(sum);
      }),
    lossesAt: (w) =>
      scoped(() => {
        const point = at(w);
        const losses = batches.map((batch) =>
          scoped(() => engine.doubles(graphs.losses(point, examplesOf(batch)))),
        );
        return Float64Array.from(losses.flatMap((values) => [...values]));
      }),
  };
}
