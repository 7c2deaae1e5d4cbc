import { describe, test } from 'vitest';
import { examplesOf, type Weights } from '../../../src/models/apply/index.ts';
import { exampleLosses, lossesAndGradient } from '../../../src/sharpness/loss.ts';

import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { goldenRun, mnistSlice } from '../../support/goldenRuns.ts';

await describeOn('native', (engine) => {
  describe.each(['mnist-cnn-batch-norm', 'mnist-wide-resnet-10-1'])('the gradient of %s', (name) => {
    test('is the same compiled and eager, within 1e-6 of its size', () => {
      const { network, weights } = goldenRun(name);
      const lossesAt = exampleLosses(network, { loss: 'cross-entropy', batchNorm: 'evaluation' });
      const dataset = mnistSlice();
      const examples = examplesOf(dataset, dataset.train, [0, 1, 2, 3, 4, 5, 6, 7]);
      const fn = (w: Weights, e: typeof examples) => lossesAndGradient(lossesAt, w, e);
      const compiled = engine.compile(fn);
      const flat = ({ losses, gradient }: ReturnType<typeof fn>): Float64Array[] =>
        [losses, ...Object.keys(weights.parameters).map((key) => gradient[key]!)].map(engine.doubles);
      const [graph, eager] = [flat(compiled(weights, examples)), flat(fn(weights, examples))];
      for (const [k, expected] of eager.entries()) {
        const size = Math.max(...expected.map(Math.abs));
        expectClose(graph[k]!, expected, { absolute: 1e-6 * size });
      }
      compiled.dispose();
    });
  });
});
