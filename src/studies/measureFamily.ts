import type { Checkpoint } from '../checkpoints/index.ts';
import { fisherRaoValues } from '../complexity/network/fisherRao.ts';
import { gradientValues } from '../complexity/network/gradientNorm.ts';
import { hessianValues } from '../complexity/network/hessian.ts';
import { trainingMargin } from '../complexity/network/margin.ts';
import { type PerturbedNetwork, pacBayesSigmas } from '../complexity/network/pacBayesSigma.ts';
import { pathNorm } from '../complexity/network/pathNorm.ts';
import { type SampledNetwork, type SampleLoss, sampleLoss } from '../complexity/network/sampleLoss.ts';
import { theorem3Values } from '../complexity/network/theorem3.ts';
import { foldBatchNorm } from '../complexity/weights/foldBatchNorm.ts';
import { marginValues } from '../complexity/weights/margin.ts';
import { normValues } from '../complexity/weights/norms.ts';
import { pacBayesValues } from '../complexity/weights/pacBayes.ts';
import { summarizeWeights } from '../complexity/weights/summary.ts';
import type { ComplexityValue, FamilyValues } from '../complexity/weights/values.ts';
import { readExamples } from '../data/index.ts';
import { checkpointOf, complexityGraphsOf, datasetOf, engineOf, weightsOf } from './loaded.ts';
import { sampleIndices } from './measurePlan.ts';
import type { ComplexityTask } from './workerTasks.ts';

/** A checkpoint, in memory and on the engine. */
interface Subject extends Omit<SampledNetwork, 'sample'> {
  readonly checkpoint: Checkpoint;
}

/** Measures one family of generalization measures that are no sharpness. */
export async function measureFamily({
  subject,
  plan,
  family,
}: ComplexityTask['argument']): Promise<FamilyValues> {
  const engine = await engineOf(plan.engine);
  const checkpoint = await checkpointOf(subject);
  const weights = await weightsOf(subject);
  const graphs = complexityGraphsOf(engine, { run: subject.run, weights });
  const dataset = await datasetOf(subject);
  const { train } = dataset;
  const given: Subject = { engine, graphs, weights, dataset, checkpoint };
  const precision = graphs.exact;
  const readSample = () => readExamples(dataset, train, sampleIndices(plan, train.count));
  const onSample = async (measure: (loss: SampleLoss) => ComplexityValue[]): Promise<FamilyValues> => {
    const sample = await readSample();
    return { values: measure(sampleLoss({ ...given, sample })), samples: sample.count, precision };
  };
  switch (family) {
    case 'norms':
      return { values: normsOf(given), samples: 0, precision };
    case 'margin':
      return { values: await marginsOf(given), samples: train.count, precision: 'float32' };
    case 'pac-bayes': {
      const sample = await readSample();
      const values = pacBayesOf(given, { ...given, sample, seed: plan.seed });
      return { values, samples: sample.count, precision: 'float32' };
    }
    case 'hessian':
      return onSample((loss) => hessianValues(loss, plan.seed));
    case 'gradient':
      return onSample(gradientValues);
    case 'fisher-rao':
      return onSample((loss) => fisherRaoValues(loss, precision));
    case 'theorem-3': {
      const regions = plan.sharpness.regions.filter(({ p }) => p === 2);
      return onSample((loss) => theorem3Values(given, loss, regions));
    }
  }
}

function normsOf({ engine, graphs, checkpoint }: Subject): ComplexityValue[] {
  const folded = foldBatchNorm(checkpoint);
  return [
    ...normValues(summarizeWeights(checkpoint.spec, folded)),
    { measure: 'path_norm', value: pathNorm(engine, graphs, folded) },
  ];
}

async function marginsOf({
  engine,
  graphs,
  weights,
  dataset,
  checkpoint,
}: Subject): Promise<ComplexityValue[]> {
  const folded = foldBatchNorm(checkpoint);
  return marginValues({
    summary: summarizeWeights(checkpoint.spec, folded),
    pathNorm: pathNorm(engine, graphs, folded),
    margin: await trainingMargin(engine, graphs, weights, dataset),
  });
}

function pacBayesOf(
  { checkpoint, dataset }: Subject,
  network: Omit<PerturbedNetwork, 'folded'>,
): ComplexityValue[] {
  const folded = foldBatchNorm(checkpoint);
  return pacBayesValues({
    spec: checkpoint.spec,
    folded,
    initial: undefined,
    trainCount: dataset.train.count,
    ...pacBayesSigmas({ ...network, folded }),
  });
}
