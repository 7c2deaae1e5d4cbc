import { expect, test } from 'vitest';
import { fisherRaoValues } from '../../../src/complexity/network/fisherRao.ts';
import { gradientValues } from '../../../src/complexity/network/gradientNorm.ts';
import { pathNorm } from '../../../src/complexity/network/pathNorm.ts';
import { theorem3Values } from '../../../src/complexity/network/theorem3.ts';
import { foldBatchNorm } from '../../../src/complexity/weights/foldBatchNorm.ts';
import { regionOf } from '../../sharpness/goldenMeasures.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';
import { goldenLoss } from '../networkOn.ts';

await describeOn('wasm', (engine) => {
  test('in float32 they are what PyTorch says, but for the last digits', () => {
    const name = 'mnist-cnn-batch-norm';
    const checkpoint = fixtureCheckpoint(name);
    const expected = golden.checkpoints[name]!;
    const { network, loss } = goldenLoss(engine, checkpoint);
    expect(network.graphs.exact).toBe('float32');
    const [gradient] = gradientValues(loss);
    const [fisherRao] = fisherRaoValues(loss, 'float32');
    const regions = (['none', 'element'] as const).map((normalization) =>
      regionOf(2, normalization, [0.05, 0.5]),
    );
    const bounds = theorem3Values(network, loss, regions).map(({ value }) => value);
    const path = pathNorm(engine, network.graphs, foldBatchNorm(checkpoint));
    expectClose(
      [gradient!.value, fisherRao!.value, path, ...bounds],
      [
        ...[expected.gradient_norm!, expected.fisher_rao_norm!, expected.path_norm],
        ...expected.theorem_3!.map(({ value }) => value),
      ],
      { relative: 2e-3 },
    );
    network.graphs.dispose();
  });
});
