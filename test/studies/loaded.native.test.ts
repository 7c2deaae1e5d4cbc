import { expect, test } from 'vitest';
import { modelSpec } from '../../src/models/spec/index.ts';
import { graphsOf } from '../../src/studies/loaded.ts';
import { examplesOn, options, planOf, referenceLosses, weightsOn } from '../sharpness/smallNetwork.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';

await describeOn('native', (engine) => {
  test('batch norm in batch mode brings no dropout along', () => {
    expect(options.dropoutRate).toBe(0.5);
    const plan = planOf({ batchNorm: 'batch' });
    const run = {
      ...{ folder: '', checkpoint: '', spec: modelSpec(options) },
      config: { schema: 'adaptive-sharpness/run/1', model: options } as const,
    };
    const weights = weightsOn();
    const graphs = graphsOf(engine, { run, weights }, plan);
    const vector = { parameters: graphs.vector(weights.parameters), buffers: weights.buffers };
    const { losses } = graphs.gradient(vector, examplesOn(engine));
    expectClose(engine.doubles(losses), referenceLosses(plan), { absolute: 1e-12 });
  });
});
