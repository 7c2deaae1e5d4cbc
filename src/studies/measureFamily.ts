import { trainingMargin } from '../complexity/network/margin.ts';
import { pathNorm } from '../complexity/network/pathNorm.ts';
import { foldBatchNorm } from '../complexity/weights/foldBatchNorm.ts';
import { marginValues } from '../complexity/weights/margin.ts';
import { normValues } from '../complexity/weights/norms.ts';
import { summarizeWeights } from '../complexity/weights/summary.ts';
import type { FamilyValues } from '../complexity/weights/values.ts';
import { checkpointOf, complexityGraphsOf, datasetOf, engineOf, weightsOf } from './loaded.ts';
import type { ComplexityTask } from './workerTasks.ts';

/** Measures one family of generalization measures that are no sharpness. */
export async function measureFamily({
  subject,
  plan,
  family,
}: ComplexityTask['argument']): Promise<FamilyValues> {
  const engine = await engineOf(plan.engine);
  const checkpoint = await checkpointOf(subject);
  const graphs = complexityGraphsOf(engine, subject.run);
  const folded = foldBatchNorm(checkpoint);
  switch (family) {
    case 'norms': {
      const values = normValues(summarizeWeights(checkpoint.spec, folded));
      const path = { measure: 'path_norm', value: pathNorm(engine, graphs, folded) } as const;
      return { values: [...values, path], samples: 0, precision: graphs.exact };
    }
    case 'margin': {
      const data = await datasetOf(subject);
      const values = marginValues({
        summary: summarizeWeights(checkpoint.spec, folded),
        pathNorm: pathNorm(engine, graphs, folded),
        margin: await trainingMargin(engine, graphs, await weightsOf(subject), data),
      });
      return { values, samples: data.train.count, precision: 'float32' };
    }
  }
}
