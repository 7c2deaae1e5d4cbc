import * as tf from '@tensorflow/tfjs-core';
import type { Compiled, Engine, Precision } from '../../engine/index.ts';
import type { Examples, Model, Weights } from '../../models/apply/index.ts';
import type { InputShape } from '../../models/spec/types.ts';
import { lazily } from '../../sharpness/lazily.ts';
import { exampleLosses } from '../../sharpness/loss.ts';

/** The compiled functions of one architecture that measures other than sharpness take; they serve all its checkpoints. */
export interface ComplexityGraphs {
  /** In which precision what matters to the last digits is computed: double where the engine has it. */
  readonly exact: Precision;
  /** The sum of what the network makes of an image of ones when every parameter is squared: a scalar. */
  readonly squaredOutput: (weights: Weights) => tf.Tensor;
  /** The largest logit of another class less that of the true class, [examples], in float32. */
  readonly negativeMargins: (weights: Weights, examples: Examples) => tf.Tensor1D;
  dispose(): void;
}

/** @param model the architecture, whose images have this shape */
export function complexityGraphs(engine: Engine, model: Model, inputShape: InputShape): ComplexityGraphs {
  const { get, dispose } = lazily();
  const exact: Precision = engine.precisions.includes('float64') ? 'float64' : 'float32';

  const squaredOutput = ({ parameters, buffers }: Weights): tf.Tensor => {
    const squares = Object.entries(parameters).map(([name, w]) => [name, tf.square(w)] as const);
    const ones = tf.ones<tf.Rank.R4>([1, ...inputShape]);
    return tf.sum(
      model({ parameters: Object.fromEntries(squares), buffers }, ones, { mode: 'evaluation' }).logits,
    );
  };
  return {
    exact,
    squaredOutput: (weights) =>
      get<Compiled<[Weights], tf.Tensor>>('squares', () =>
        engine.compile(squaredOutput, { name: 'the path norm', precision: exact }),
      )(weights),
    negativeMargins: (weights, examples) =>
      get<Compiled<[Weights, Examples], tf.Tensor1D>>('margins', () =>
        engine.compile(exampleLosses(model, { loss: 'margin', batchNorm: 'evaluation' }), {
          name: 'the margins',
        }),
      )(weights, examples),
    dispose,
  };
}
