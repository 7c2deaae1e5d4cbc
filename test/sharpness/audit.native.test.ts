import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  type Rescaled,
  readCheckpoint,
  readRunFolder,
  rescaleFilters,
  rescaleNodes,
} from '../../src/checkpoints/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { exactExamplesOf, model, toTensors, type Weights } from '../../src/models/apply/index.ts';
import { type Ascent, measureGroup, type Region, sharpnessGraphs } from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { goldenPath, mnistSlice } from '../support/goldenRuns.ts';
import { normals, tensorOf } from '../support/hostTensors.ts';
import { oneStepPlan, regionOf } from './goldenMeasures.ts';

/** Theorem 1 of the paper: what does not change when a network is rescaled without changing its function. */

type Tensors = Pick<Checkpoint, 'parameters' | 'buffers'>;

function checkpoint(name: string): Checkpoint {
  return readCheckpoint(readRunFolder(goldenPath('runs', name), name));
}

function weightsOf({ parameters, buffers }: Tensors): Weights {
  return { parameters: toTensors(parameters), buffers: toTensors(buffers) };
}

const rescalings: Readonly<Record<string, (run: Checkpoint, seed: number) => Rescaled | undefined>> = {
  nodes: (run, seed) => rescaleNodes(run, { maxPower: 3, seed }),
  filters: (run, seed) => rescaleFilters(run, { maxPower: 3, seed }),
};

const dataset = mnistSlice();
const radii = [1e-4, 1e-2];

/** Both norm orders in one region each; `exact` is eta = 0: coordinates with T = 0 stay put. */
function regions(normalization: Region['normalization'], more: Partial<Region> = {}): Region[] {
  return ([2, 'inf'] as const).map((p) => regionOf(p, normalization, radii, { eta: 0, ...more }));
}

/** Measures of networks of one architecture, with graphs that are made once. */
function measurer(engine: Engine, run: Checkpoint, measured: readonly Region[], ascent: Ascent) {
  const plan = { ...oneStepPlan(measured), ascent };
  const graphs = sharpnessGraphs(
    engine,
    { model: model(run.spec.options), parameters: weightsOf(run).parameters },
    plan,
  );
  const examples = exactExamplesOf(engine, dataset, dataset.train, [0, 1, 2, 3, 4, 5, 6, 7]);
  return {
    /** [region][radius] */
    measure: (tensors: Tensors): number[][] => {
      const weights = weightsOf(tensors);
      const { values } = measureGroup({ engine, graphs, weights, examples, index: 0, seed: 0 }, plan);
      tf.dispose(weights);
      return values.map((row) => row.map(({ value }) => value));
    },
    dispose: (): void => {
      graphs.dispose();
      tf.dispose(examples);
    },
  };
}

/** |after / before - 1|, the largest over the radii, region by region. */
function drifts(before: readonly number[][], after: readonly number[][]): number[] {
  return before.map((row, i) => Math.max(...row.map((value, j) => Math.abs(after[i]![j]! / value - 1))));
}

await describeOn('native', (engine) => {
  describe('the function is the same', () => {
    test.each([
      ...['mlp', 'cnn', 'cnn-batch-norm', 'resnet-20', 'wide-resnet-10-2'].flatMap((name) => [
        [name, 'nodes'],
        ...(['mlp', 'cnn'].includes(name) ? [] : [[name, 'filters']]),
      ]),
      ...[
        ['mnist-wide-resnet-10-1', 'nodes'],
        ['mnist-wide-resnet-10-1', 'filters'],
      ],
    ] as [string, string][])('%s, %s rescaled', (name, kind) => {
      const run = checkpoint(name);
      const images = tensorOf(normals(1, [4, ...run.spec.options.inputShape])) as tf.Tensor4D;
      const forward = engine.compile((w: Weights, x: tf.Tensor4D) => {
        return model(run.spec.options)(w, x, { mode: 'evaluation' }).logits;
      });
      const [before, after] = [run, rescalings[kind]!(run, 5)!].map((tensors) =>
        engine.doubles(forward(weightsOf(tensors), images)),
      );
      const size = Math.max(...before!.map(Math.abs));
      expectClose(after!, before!, { absolute: 1e-5 * size });
      forward.dispose();
    });
  });

  /** Draws rescalings: those that move a value by more or less than they should are counter-examples. */
  function forAnyRescaling(
    { name, kind, runs = 3 }: { readonly name: string; readonly kind: string; readonly runs?: number },
    measured: readonly Region[],
    check: (drift: readonly number[]) => void,
    ascent: Ascent = { kind: 'one-step' },
  ): void {
    const run = checkpoint(name);
    const { measure, dispose } = measurer(engine, run, measured, ascent);
    const before = measure(run);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        check(drifts(before, measure(rescalings[kind]!(run, seed)!)));
      }),
      { seed: 1, numRuns: runs, endOnFailure: true },
    );
    dispose();
  }

  const invariant = (drift: readonly number[]): void => expect(Math.max(...drift)).toBeLessThan(1e-3);
  const moves = (drift: readonly number[]): void => expect(Math.min(...drift)).toBeGreaterThan(1e-3);

  const shifted = [...regions('element', { bias: 'normalized' }), ...regions('element', { bias: 'frozen' })];

  describe('rescaling nodes across ReLU', () => {
    test.each(['mnist-mlp', 'mnist-cnn', 'mnist-cnn-batch-norm'])(
      'leaves element-wise adaptive sharpness of %s, with biases normalized or frozen',
      (name) => forAnyRescaling({ name, kind: 'nodes' }, shifted, invariant),
    );

    test.each(['mnist-resnet-20', 'mnist-wide-resnet-10-1'])('... of %s', (name) => {
      forAnyRescaling(
        { name, kind: 'nodes', runs: 1 },
        regions('element', { bias: 'normalized' }),
        invariant,
      );
    });

    test.each(['mnist-mlp', 'mnist-cnn'])('leaves the maximum that Auto-PGD climbs to on %s', (name) => {
      const ascent = { kind: 'apgd', steps: 5, restarts: 2 } as const;
      forAnyRescaling({ name, kind: 'nodes', runs: 2 }, shifted, invariant, ascent);
    });

    test.each(['mnist-mlp', 'mnist-cnn', 'mnist-cnn-batch-norm'])('moves sharpness of %s', (name) => {
      const plain = [...regions('none'), ...regions('none', { bias: 'frozen' })];
      forAnyRescaling({ name, kind: 'nodes' }, plain, moves);
    });

    test.each(['mnist-cnn', 'mnist-cnn-batch-norm'])(
      'moves element-wise adaptive sharpness of %s where biases have T = 1, and where eta is 0.01',
      (name) => {
        const inexact = [
          ...regions('element', { bias: 'constant' }),
          ...regions('element', { bias: 'normalized', eta: 0.01 }),
        ];
        forAnyRescaling({ name, kind: 'nodes' }, inexact, moves);
      },
    );

    test('moves filter-wise adaptive sharpness, since the next filters are divided channel by channel', () => {
      forAnyRescaling({ name: 'mnist-cnn', kind: 'nodes' }, regions('filter', { bias: 'frozen' }), moves);
    });

    test('leaves it on an mlp, which has no filters', () => {
      forAnyRescaling({ name: 'mnist-mlp', kind: 'nodes' }, regions('filter', { bias: 'frozen' }), invariant);
    });
  });

  describe('rescaling filters before batch norm', () => {
    const policies = ['constant', 'normalized', 'frozen'] as const;

    test.each(['element', 'filter'] as const)(
      'leaves %s-wise adaptive sharpness, whatever biases do: none of them is scaled',
      (normalization) => {
        const all = policies.flatMap((bias) => regions(normalization, { bias }));
        forAnyRescaling({ name: 'mnist-cnn-batch-norm', kind: 'filters' }, all, invariant);
      },
    );

    test.each(['mnist-resnet-20', 'mnist-wide-resnet-10-1'])('... filter-wise of %s', (name) => {
      forAnyRescaling({ name, kind: 'filters', runs: 1 }, regions('filter'), invariant);
    });

    test('moves sharpness', () => {
      forAnyRescaling({ name: 'mnist-cnn-batch-norm', kind: 'filters' }, regions('none'), moves);
    });

    test('moves both adaptive measures where eta is 0.01', () => {
      const both = [...regions('element', { eta: 0.01 }), ...regions('filter', { eta: 0.01 })];
      forAnyRescaling({ name: 'mnist-cnn-batch-norm', kind: 'filters' }, both, moves);
    });
  });
});
