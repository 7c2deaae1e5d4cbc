import * as tf from '@tensorflow/tfjs-core';
import { type Engine, type Precision, scoped } from '../../engine/index.ts';
import type { Examples, Weights } from '../../models/apply/index.ts';
import type { Network } from '../graphs.ts';
import { lazily } from '../lazily.ts';
import { exampleLosses, type LossChoice, vectorLosses } from '../loss.ts';
import { layoutOf, toVector, type VectorLayout } from '../parameterVector.ts';

/** Points on a line in weight space: from + t * direction for every t. */
export interface PointsOnLine {
  readonly from: Float64Array;
  readonly direction: Float64Array;
  readonly at: readonly number[];
}

/** The losses of one architecture at many points of weight space. Vectors are of all parameters. */
export interface PointLosses {
  readonly layout: VectorLayout;
  /** The parameters as one vector. */
  readonly vector: (parameters: Weights['parameters']) => Float64Array;
  /** L_i at every point: the losses of all examples at the first one, then at the second ... */
  readonly lossesAt: (
    points: PointsOnLine,
    given: { readonly buffers: Weights['buffers']; readonly examples: Examples },
    precision: Precision,
  ) => Float64Array;
  dispose(): void;
}

type State = {
  /** Points done. */
  readonly k: tf.Tensor;
  /** [points, examples] */
  readonly losses: tf.Tensor2D;
};

type Fixed = {
  readonly from: tf.Tensor1D;
  readonly direction: tf.Tensor1D;
  /** t, [points] */
  readonly at: tf.Tensor1D;
  readonly buffers: Weights['buffers'];
  readonly examples: Examples;
};

/** Compiles the losses: all points of a line are one graph with a loop in it. */
export function pointLosses(engine: Engine, { model, parameters }: Network, choice: LossChoice): PointLosses {
  const layout = layoutOf(parameters);
  const lossesOf = vectorLosses(exampleLosses(model, choice), layout);
  const { get, dispose } = lazily();

  const evaluateNext = ({ k, losses }: State, { from, direction, at, buffers, examples }: Fixed) => {
    const [points] = at.shape;
    const isThis = tf.equal(tf.range(0, points, 1, 'float32'), k);
    const t = tf.sum(tf.where(isThis, at, tf.zerosLike(at)));
    const moved = tf.add<tf.Tensor1D>(from, tf.mul(direction, t));
    const found = tf.reshape(lossesOf({ parameters: moved, buffers }, examples), [1, -1]);
    const next: State = {
      k: tf.add(k, 1),
      losses: tf.where(
        tf.broadcastTo(tf.reshape(isThis, [points, 1]), losses.shape),
        tf.broadcastTo(found, losses.shape),
        losses,
      ),
    };
    return { state: next, done: tf.greaterEqual(next.k, points) };
  };
  const repeated = (precision: Precision) =>
    get(`the points ${precision}`, () =>
      engine.repeat(evaluateNext, { name: 'the loss at many points', precision }),
    );

  return {
    layout,
    vector: (named) =>
      scoped(() => {
        const join = get('the vector', () =>
          engine.compile((given: typeof named) => toVector(given, layout)),
        );
        return engine.doubles(join(named));
      }),
    lossesAt: ({ from, direction, at }, { buffers, examples }, precision) =>
      scoped(() => {
        const given = (tensor: tf.Tensor) => (precision === 'float64' ? tensor : engine.single(tensor));
        const tensor = (values: ArrayLike<number>, shape: readonly number[]) =>
          given(engine.fromDoubles(values, shape));
        const [count] = examples.targets.shape;
        const start: State = {
          k: tensor([0], []),
          losses: tensor(new Float64Array(at.length * count), [at.length, count]) as tf.Tensor2D,
        };
        const { losses } = repeated(precision)(at.length, start, {
          from: tensor(from, [layout.size]) as tf.Tensor1D,
          direction: tensor(direction, [layout.size]) as tf.Tensor1D,
          at: tensor(at, [at.length]) as tf.Tensor1D,
          buffers,
          examples: {
            images: given(examples.images) as tf.Tensor4D,
            targets: given(examples.targets) as tf.Tensor2D,
          },
        });
        return engine.doubles(losses);
      }),
    dispose,
  };
}
