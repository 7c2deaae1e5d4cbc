import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { scoped } from '../../src/engine/index.ts';
import { exactExamplesOf, model, toTensors, type Weights } from '../../src/models/apply/index.ts';
import { initializeParameters, type ModelOptions, modelSpec } from '../../src/models/spec/index.ts';
import { type Ascent, measureGroup, type SharpnessPlan, sharpnessGraphs } from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { goldenRun, mnistSlice } from '../support/goldenRuns.ts';

const ascents: readonly Ascent[] = [
  { kind: 'one-step' },
  { kind: 'pgd', steps: 3, restarts: 2, stepSize: 0.5, momentum: 0.5 },
  { kind: 'apgd', steps: 3, restarts: 2 },
  { kind: 'average-gaussian', draws: 2, sigma: 'rho' },
];
const region = { bias: 'constant', eta: 0.01, layer: null } as const;
const m = 8;
const dataset = mnistSlice();

/** Two regions; the smallest radius takes double precision, the largest does not. */
function planOf(ascent: Ascent): SharpnessPlan {
  return {
    regions: [
      { ...region, p: 2, normalization: 'none', radii: [5e-6, 0.5] },
      { ...region, p: 'inf', normalization: 'element', radii: [5e-6, 0.5] },
    ],
    ascent,
    loss: 'cross-entropy',
    batchNorm: 'evaluation',
    perturb: ['*'],
    precision: 'float32',
  };
}

await describeOn('native', (engine) => {
  /** Measures one group after the other, as a worker does. */
  const groupsOf = (network: ReturnType<typeof model>, weights: Weights, plan: SharpnessPlan) => {
    const graphs = sharpnessGraphs(engine, { model: network, parameters: weights.parameters }, plan);
    const measure = (group: number): void =>
      scoped(() => {
        const indices = Array.from({ length: m }, (_, k) => group * m + k);
        const examples = exactExamplesOf(engine, dataset, dataset.train, indices);
        measureGroup({ engine, graphs, weights, examples, index: group, seed: 0 }, plan);
      });
    const dispose = (): void => {
      graphs.dispose();
      tf.dispose([weights.parameters, weights.buffers]);
    };
    return { measure, dispose };
  };

  test.each(ascents)('$kind: no tensor of a group outlives it', (ascent) => {
    const { network, weights } = goldenRun('mnist-cnn-batch-norm');
    const { measure, dispose } = groupsOf(network, weights, planOf(ascent));
    const counts = Array.from({ length: 8 }, (_, group) => {
      measure(group);
      return tf.memory().numTensors;
    });
    expect(counts).toEqual(counts.map(() => counts[0]));
    dispose();
  });

  test('many groups take no more memory than some: not even one copy of the parameters each is lost', () => {
    const options: ModelOptions = {
      architecture: 'mlp',
      hidden: [768],
      inputShape: [...dataset.shape],
      classes: 10,
    };
    const parameters = toTensors(initializeParameters(modelSpec(options), 0));
    const bytes = Object.values(parameters).reduce((sum, { size }) => sum + 4 * size, 0);
    const { measure, dispose } = groupsOf(
      model(options),
      { parameters, buffers: {} },
      planOf({ kind: 'one-step' }),
    );
    const [some, many] = [10, 60];
    for (let group = 0; group < some; group++) measure(group);
    const before = process.memoryUsage.rss();
    for (let group = 0; group < many; group++) measure(group);
    const grown = process.memoryUsage.rss() - before;
    expect(grown).toBeLessThan((many * bytes) / 3);
    dispose();
  });
});
