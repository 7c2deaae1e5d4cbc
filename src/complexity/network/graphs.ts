import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Precision, TensorTree } from '../../engine/index.ts';
import type { Examples, Model, Weights } from '../../models/apply/index.ts';
import type { InputShape } from '../../models/spec/types.ts';
import { oneStep } from '../../sharpness/ascent/oneStep.ts';
import { lazily } from '../../sharpness/lazily.ts';
import {
  exampleLosses,
  lossesAndGradient,
  type VectorLosses,
  type VectorWeights,
  vectorLosses,
} from '../../sharpness/loss.ts';
import { operatorVector } from '../../sharpness/normalization.ts';
import { fromVector, layoutOf, type VectorLayout } from '../../sharpness/parameterVector.ts';
import type { NormalizationOptions } from '../../sharpness/types.ts';

/** A share of a sample, and what its other shares came to. */
export type Share = {
  readonly examples: Examples;
  /** Its examples over all: a scalar. */
  readonly part: tf.Tensor;
  readonly sum: tf.Tensor1D;
};

/** The compiled functions of one architecture that measures other than sharpness take; they serve all its checkpoints. */
export interface ComplexityGraphs {
  readonly layout: VectorLayout;
  /** In which precision what matters to the last digits is computed: double where the engine has it. */
  readonly exact: Precision;
  /** The sum of what the network makes of an image of ones when every parameter is squared: a scalar. */
  readonly squaredOutput: Compiled<[Weights], tf.Tensor>;
  /** The largest logit of another class less that of the true class, [examples], in float32. */
  readonly negativeMargins: Compiled<[Weights, Examples], tf.Tensor1D>;
  /** How many examples have the largest logit at their own class: a scalar, in float32. */
  readonly hits: Compiled<[VectorWeights, Examples], tf.Tensor>;
  /** L_i(w), [examples]: cross-entropy. */
  readonly losses: Compiled<[VectorWeights, Examples], tf.Tensor1D>;
  /** The sum so far, and the gradient of the mean loss of a share of the sample times its part. */
  readonly addGradient: Compiled<[VectorWeights, Share], tf.Tensor1D>;
  /** epsilon / rho of one step of ascent with p = 2, of w and the gradient there. */
  readonly ascent: (options: NormalizationOptions) => Compiled<[tf.Tensor1D, tf.Tensor1D], tf.Tensor1D>;
  dispose(): void;
}

/** An architecture: how it computes, parameters of its names and shapes, and the shape of its images. */
export interface ComplexityNetwork {
  readonly model: Model;
  readonly parameters: Weights['parameters'];
  readonly inputShape: InputShape;
}

export function complexityGraphs(
  engine: Engine,
  { model, parameters: example, inputShape }: ComplexityNetwork,
): ComplexityGraphs {
  const { get, dispose } = lazily();
  const exact: Precision = engine.precisions.includes('float64') ? 'float64' : 'float32';
  const layout = layoutOf(example);
  const lossesAt: VectorLosses = vectorLosses(
    exampleLosses(model, { loss: 'cross-entropy', batchNorm: 'evaluation' }),
    layout,
  );

  /** Compiled at its first use. */
  function compiled<A extends readonly TensorTree[], R extends TensorTree>(
    name: string,
    fn: (...args: A) => R,
    precision: Precision = exact,
  ): Compiled<A, R> {
    const made = () => get(name, () => engine.compile(fn, { name, precision }));
    return Object.assign((...args: A) => made()(...args), { dispose: () => made().dispose() });
  }

  const squaredOutput = ({ parameters, buffers }: Weights): tf.Tensor => {
    const squares = Object.entries(parameters).map(([name, w]) => [name, tf.square(w)] as const);
    const ones = tf.ones<tf.Rank.R4>([1, ...inputShape]);
    return tf.sum(
      model({ parameters: Object.fromEntries(squares), buffers }, ones, { mode: 'evaluation' }).logits,
    );
  };
  const hits = ({ parameters, buffers }: VectorWeights, { images, targets }: Examples): tf.Tensor => {
    const at = { parameters: fromVector(parameters, layout), buffers };
    const { logits } = model(at, images, { mode: 'evaluation' });
    return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), 'float32'));
  };
  const addGradient = (at: VectorWeights, { examples, part, sum }: Share): tf.Tensor1D =>
    tf.add(sum, tf.mul(lossesAndGradient(lossesAt, at, examples).gradient, part));

  return {
    layout,
    exact,
    squaredOutput: compiled('the path norm', squaredOutput),
    negativeMargins: compiled(
      'the margins',
      exampleLosses(model, { loss: 'margin', batchNorm: 'evaluation' }),
      'float32',
    ),
    hits: compiled('the hits', hits, 'float32'),
    losses: compiled('the losses', lossesAt),
    addGradient: compiled('the gradient', addGradient),
    ascent: (options) =>
      compiled(
        `the ascent ${JSON.stringify(options)}`,
        (w: tf.Tensor1D, gradient: tf.Tensor1D) =>
          oneStep(gradient, operatorVector(w, layout, options), 2).direction,
      ),
    dispose,
  };
}
