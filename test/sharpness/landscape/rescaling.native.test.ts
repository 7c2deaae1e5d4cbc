import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  readCheckpoint,
  readRunFolder,
  rescaleNodes,
} from '../../../src/checkpoints/index.ts';
import { exactExamplesOf, model, toTensors } from '../../../src/models/apply/index.ts';
import { modelSpec } from '../../../src/models/spec/index.ts';
import { randomDirection } from '../../../src/sharpness/landscape/directions.ts';
import { pointLosses } from '../../../src/sharpness/landscape/pointLosses.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { goldenPath, mnistSlice } from '../../support/goldenRuns.ts';

type Tensors = Pick<Checkpoint, 'parameters' | 'buffers'>;

const dataset = mnistSlice();
const at = [-1, -0.3, 0, 0.2, 1];
const choice = { loss: 'cross-entropy', batchNorm: 'evaluation' } as const;

function readGolden(name: string): Checkpoint {
  return readCheckpoint(readRunFolder(goldenPath('runs', name), name));
}

/** Some parameters times a factor. */
function scaled({ parameters, buffers }: Tensors, factors: Readonly<Record<string, number>>): Tensors {
  const changed = [...parameters].map(([name, { shape, data }]) => {
    const factor = factors[name] ?? 1;
    return [name, { shape, data: data.map((value) => value * factor) }] as const;
  });
  return { parameters: new Map(changed), buffers };
}

await describeOn('native', (engine) => {
  const examples = exactExamplesOf(engine, dataset, dataset.train, [...Array(16).keys()]);

  /** The losses along a random direction; with another network's plane if it is given. */
  function slice({ spec }: Checkpoint, tensors: Tensors): Float64Array {
    const parameters = toTensors(tensors.parameters);
    const buffers = toTensors(tensors.buffers);
    const points = pointLosses(engine, { model: model(spec.options), parameters }, choice);
    const from = points.vector(parameters);
    const direction = randomDirection(from, points.layout, { seed: 4, name: '1', biasBn: 'ignored' });
    const losses = points.lossesAt({ from, direction, at }, { buffers, examples }, 'float64');
    points.dispose();
    tf.dispose([parameters, buffers]);
    return losses;
  }

  describe('a slice by a filter-normalized direction', () => {
    const cnn = readGolden('mnist-cnn');
    const before = slice(cnn, cnn);

    test('stays the same when whole layers are rescaled across ReLU', () => {
      const after = scaled(cnn, { 'conv1.weight': 8, 'conv1.bias': 8, 'conv2.weight': 1 / 8 });
      expectClose(slice(cnn, after), before, { relative: 1e-10, absolute: 1e-13 });
    });

    test('does not when the function is another one', () => {
      const after = slice(cnn, scaled(cnn, { 'conv1.weight': 8, 'conv1.bias': 8 }));
      expect(Math.abs(after[0]! / before[0]! - 1)).toBeGreaterThan(1e-3);
    });

    test('moves when nodes are rescaled one by one: filters of the next layer change more than their norm', () => {
      const after = slice(cnn, rescaleNodes(cnn, { maxPower: 3, seed: 1 })!);
      const count = examples.targets.shape[0];
      const [left, center] = [after, before].map((losses) => [losses[0]!, losses[2 * count]!]);
      expectClose([left![1]!], [center![1]!], { relative: 1e-5, absolute: 1e-9 });
      expect(Math.abs(left![0]! / center![0]! - 1)).toBeGreaterThan(1e-2);
    });
  });

  test('the margin of a linear network of two classes is a straight line', () => {
    const spec = modelSpec({ architecture: 'mlp', hidden: [], inputShape: [2, 2, 1], classes: 2 });
    const w = [1, -2, 0.5, 3, 0.25, 1, -1, 2];
    const x = [0.5, -1, 2, 1];
    const [name, bias] = spec.parameters.map((parameter) => parameter.name) as [string, string];
    const parameters = { [name]: tf.tensor(w, [2, 4]), [bias]: tf.tensor1d([0.1, -0.2]) };
    const points = pointLosses(
      engine,
      { model: model(spec.options), parameters },
      { loss: 'margin', batchNorm: 'evaluation' },
    );
    const from = points.vector(parameters);
    const direction = randomDirection(from, points.layout, { seed: 0, name: '1', biasBn: 'normalized' });
    // the second logit less the first, of which the true class is
    const rise = (vector: ArrayLike<number>): number =>
      x.reduce((sum, value, k) => sum + value * (vector[4 + k]! - vector[k]!), vector[9]! - vector[8]!);
    const images = engine.fromDoubles(x, [1, 2, 2, 1]) as tf.Tensor4D;
    const given = { buffers: {}, examples: { images, targets: tf.tensor2d([[1, 0]]) } };
    expectClose(
      points.lossesAt({ from, direction, at }, given, 'float64'),
      at.map((t) => rise(from) + t * rise(direction)),
      { relative: 1e-12 },
    );
  });
});
