import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Checkpoint, readSafetensors } from '../../../src/checkpoints/index.ts';
import { foldedWeights } from '../../../src/complexity/network/foldedWeights.ts';
import { pathNorm } from '../../../src/complexity/network/pathNorm.ts';
import { foldBatchNorm } from '../../../src/complexity/weights/foldBatchNorm.ts';
import { model, type Weights } from '../../../src/models/apply/index.ts';
import { initializeParameters, modelSpec } from '../../../src/models/spec/index.ts';
import { largeArchitectures, relativeError } from '../../models/apply/logitsSuite.ts';
import { describeOn } from '../../support/describeOn.ts';
import { goldenPath } from '../../support/goldenRuns.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';
import { networkOn } from '../networkOn.ts';

await describeOn('native', (engine) => {
  const pathNormOf = (checkpoint: Pick<Checkpoint, 'spec' | 'parameters' | 'buffers'>): number => {
    const { graphs } = networkOn(engine, checkpoint);
    try {
      return pathNorm(engine, graphs, foldBatchNorm(checkpoint));
    } finally {
      graphs.dispose();
    }
  };

  test.each(['cnn', 'cnn-batch-norm', 'resnet-20', 'wide-resnet-10-2', ...largeArchitectures])(
    '%s has the same logits when its batch norms are folded',
    (name) => {
      const checkpoint = fixtureCheckpoint(name);
      const stored = readSafetensors(goldenPath('logits', `${name}.safetensors`));
      const { shape, data } = stored.get('input')!;
      const network = model(checkpoint.spec.options);
      const forward = engine.compile(
        (w: Weights, images: tf.Tensor4D) => network(w, images, { mode: 'evaluation' }).logits,
        { precision: 'float64' },
      );
      const images = tf.tensor4d(data, [...shape] as [number, number, number, number]);
      const logits = forward(foldedWeights(foldBatchNorm(checkpoint)), images);
      expect(relativeError(engine.doubles(logits), stored.get('logits')!.data)).toBeLessThan(2e-6);
      forward.dispose();
    },
  );

  test.each(Object.keys(golden.checkpoints))('the path norm of %s is what PyTorch says', (name) => {
    const expected = golden.checkpoints[name]!.path_norm;
    expect(Math.abs(pathNormOf(fixtureCheckpoint(name)) / expected - 1)).toBeLessThan(1e-6);
  });

  test('without biases it is the sum over all paths of the squared product of their weights', () => {
    const spec = modelSpec({ architecture: 'mlp', hidden: [3], inputShape: [1, 2, 2], classes: 2 });
    const drawn = initializeParameters(spec, 5);
    for (const name of ['fc1.bias', 'fc2.bias']) drawn.get(name)!.data.fill(0);
    const [first, second] = ['fc1.weight', 'fc2.weight'].map((name) => drawn.get(name)!.data);
    let paths = 0;
    for (let input = 0; input < 4; input++)
      for (let hidden = 0; hidden < 3; hidden++)
        for (let output = 0; output < 2; output++)
          paths += (first![hidden * 4 + input]! * second![output * 3 + hidden]!) ** 2;
    expect(pathNormOf({ spec, parameters: drawn, buffers: new Map() })).toBeCloseTo(paths, 12);
  });
});
