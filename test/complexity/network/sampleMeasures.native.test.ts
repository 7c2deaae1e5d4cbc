import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoints/index.ts';
import { fisherRaoValues } from '../../../src/complexity/network/fisherRao.ts';
import { gradientValues } from '../../../src/complexity/network/gradientNorm.ts';
import { hessianOf } from '../../../src/complexity/network/hessian.ts';
import type { SampleLoss } from '../../../src/complexity/network/sampleLoss.ts';
import { theorem3Values } from '../../../src/complexity/network/theorem3.ts';
import { dot } from '../../../src/complexity/weights/lanczos.ts';
import { exactPixels } from '../../../src/data/index.ts';
import { initializeParameters, modelSpec } from '../../../src/models/spec/index.ts';
import { regionOf } from '../../sharpness/goldenMeasures.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { normals } from '../../support/hostTensors.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';
import { goldenLoss } from '../networkOn.ts';

const measured = Object.entries(golden.checkpoints).filter(([, { gradient_norm }]) => gradient_norm);

/** Softmax regression: no hidden layer, so that everything has a closed form. */
function linearCheckpoint(): Checkpoint {
  const { run } = { run: fixtureCheckpoint('mnist-mlp') };
  const spec = modelSpec({ ...run.spec.options, architecture: 'mlp', hidden: [] } as never);
  return { ...run, spec, parameters: initializeParameters(spec, 4), buffers: new Map() };
}

await describeOn('native', (engine) => {
  test.each(measured)('gradient norm and Fisher-Rao norm of %s are what PyTorch says', (name, expected) => {
    const { loss, network } = goldenLoss(engine, fixtureCheckpoint(name));
    const [gradient] = gradientValues(loss);
    const [fisherRao] = fisherRaoValues(loss, 'float64');
    expect(gradient!.value / expected.gradient_norm!).toBeCloseTo(1, 10);
    expect(fisherRao!.value / expected.fisher_rao_norm!).toBeCloseTo(1, 7);
    network.graphs.dispose();
  });

  test.each(measured)('the right-hand side of Theorem 3 for %s is what PyTorch says', (name, expected) => {
    const { loss, network } = goldenLoss(engine, fixtureCheckpoint(name));
    const regions = (['none', 'element'] as const).map((normalization) =>
      regionOf(2, normalization, [0.05, 0.5]),
    );
    const values = theorem3Values(network, loss, regions);
    expect(values.map(({ region }) => [region!.normalization, region!.rho])).toEqual(
      expected.theorem_3!.map(({ normalization, rho }) => [normalization, rho]),
    );
    expectClose(
      values.map(({ value }) => value),
      expected.theorem_3!.map(({ value }) => value),
      { relative: 1e-10 },
    );
    network.graphs.dispose();
  });

  test('of softmax regression they have their closed forms', () => {
    const checkpoint = linearCheckpoint();
    const { loss, network } = goldenLoss(engine, checkpoint);
    const { dataset, sample } = network;
    const [W, b] = ['fc1.weight', 'fc1.bias'].map((name) => checkpoint.parameters.get(name)!.data);
    const [classes, size] = [10, W!.length / 10];
    const pixels = exactPixels(dataset, sample, [...Array(sample.count).keys()]);
    const v = normals(9, [loss.w.length]).values;
    const gradient = new Float64Array(loss.w.length);
    let [form, squares] = [0, 0];
    for (let n = 0; n < sample.count; n++) {
      const x = pixels.subarray(n * size, (n + 1) * size);
      const of = (matrix: ArrayLike<number>, shift: ArrayLike<number>): number[] =>
        Array.from({ length: classes }, (_, c) =>
          x.reduce((sum, xi, i) => sum + xi * matrix[c * size + i]!, shift[c]!),
        );
      const logits = of(W!, b!);
      const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      const p = logits.map((z) => Math.exp(z) / total);
      const delta = p.map((pc, c) => pc - (c === sample.labels[n] ? 1 : 0));
      // <v, H v> is the variance under p of what v makes of x
      const u = of(v, v.subarray(classes * size));
      const mean = u.reduce((sum, uc, c) => sum + p[c]! * uc, 0);
      form += u.reduce((sum, uc, c) => sum + p[c]! * (uc - mean) ** 2, 0) / sample.count;
      squares += delta.reduce((sum, d, c) => sum + d * logits[c]!, 0) ** 2 / sample.count;
      delta.forEach((d, c) => {
        for (let i = 0; i < size; i++) gradient[c * size + i]! += (d * x[i]!) / sample.count;
        gradient[classes * size + c]! += d / sample.count;
      });
    }
    expectClose(loss.gradientAt(loss.w), gradient, { absolute: 1e-12 });
    expect(gradientValues(loss)[0]!.value).toBeCloseTo(Math.sqrt(dot(gradient, gradient)), 12);
    expect(dot(v, hessianOf(loss)(v)) / form).toBeCloseTo(1, 6);
    expect(fisherRaoValues(loss, 'float64')[0]!.value).toBeCloseTo(Math.sqrt(squares), 8);
    network.graphs.dispose();
  });

  test('leave no tensor behind, nor a graph for each checkpoint', () => {
    const { loss, network } = goldenLoss(engine, fixtureCheckpoint('mnist-mlp'));
    const everything = (one: SampleLoss): void => {
      hessianOf(one)(one.w);
      fisherRaoValues(one, 'float64');
      theorem3Values(network, one, [regionOf(2, 'element', [0.1])]);
    };
    everything(loss);
    const before = tf.memory().numTensors;
    everything(loss);
    expect(tf.memory().numTensors).toBe(before);
    network.graphs.dispose();
  });
});
