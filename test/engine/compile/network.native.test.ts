import { describe, test } from 'vitest';
import { examplesOf } from '../../../src/models/apply/index.ts';
import {
  exampleLosses,
  lossesAndGradient,
  type VectorWeights,
  vectorLosses,
} from '../../../src/sharpness/loss.ts';
import { layoutOf, toVector } from '../../../src/sharpness/parameterVector.ts';

import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { goldenRun, mnistSlice } from '../../support/goldenRuns.ts';

await describeOn('native', (engine) => {
  describe.each(['mnist-cnn-batch-norm', 'mnist-wide-resnet-10-1'])('the gradient of %s', (name) => {
    test('is the same compiled and eager, within 1e-6 of its size', () => {
      const { network, weights } = goldenRun(name);
      const layout = layoutOf(weights.parameters);
      const choice = { loss: 'cross-entropy', batchNorm: 'evaluation' } as const;
      const lossesAt = vectorLosses(exampleLosses(network, choice), layout);
      const vector = { parameters: toVector(weights.parameters, layout), buffers: weights.buffers };
      const dataset = mnistSlice();
      const examples = examplesOf(dataset, dataset.train, [0, 1, 2, 3, 4, 5, 6, 7]);
      const fn = (w: VectorWeights, e: typeof examples) => lossesAndGradient(lossesAt, w, e);
      const compiled = engine.compile(fn);
      const flat = ({ losses, gradient }: ReturnType<typeof fn>): Float64Array[] =>
        [losses, gradient].map(engine.doubles);
      const [graph, eager] = [flat(compiled(vector, examples)), flat(fn(vector, examples))];
      for (const [k, expected] of eager.entries()) {
        const size = Math.max(...expected.map(Math.abs));
        expectClose(graph[k]!, expected, { absolute: 1e-6 * size });
      }
      compiled.dispose();
    });
  });
});
