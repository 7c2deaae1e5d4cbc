import { batchesInOrder, type Dataset } from '../../data/index.ts';
import { type Engine, scoped } from '../../engine/index.ts';
import type { Weights } from '../../models/apply/index.ts';
import { EVALUATION_BATCH, examplesOfBatch } from '../../training/evaluate.ts';
import { tenthPercentile } from '../weights/margin.ts';
import type { ComplexityGraphs } from './graphs.ts';

/**
 * gamma: the 10th percentile, over all training examples, of the margin: the logit of the true class less the largest
 * other (Jiang et al. 2019). Evaluation mode, float32.
 */
export async function trainingMargin(
  engine: Engine,
  graphs: ComplexityGraphs,
  weights: Weights,
  dataset: Dataset,
): Promise<number> {
  const { train } = dataset;
  const margins = new Float64Array(train.count);
  let done = 0;
  for await (const batch of batchesInOrder(dataset, train, EVALUATION_BATCH)) {
    scoped(() => {
      const examples = examplesOfBatch(batch, dataset.shape);
      const negative = engine.doubles(graphs.negativeMargins(weights, examples));
      margins.set(
        negative.map((value) => -value),
        done,
      );
    });
    done += batch.count;
  }
  return tenthPercentile(margins);
}
