import { augment, type Dataset, type MemorySplit, readExamples } from '../data/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { scoped } from '../engine/index.ts';
import { serveTasks, type Tell } from '../jobs/index.ts';
import { exactExamplesOf } from '../models/apply/index.ts';
import { measureGroup } from '../sharpness/index.ts';
import { evaluateSplit } from '../training/evaluate.ts';
import { bench, describe } from './engineBench.ts';
import { mergeSummaries, summarizeGroups, withoutCurves } from './groupSummary.ts';
import { maximizerLines, planeRow } from './landscape/work.ts';
import { datasetOf, engineOf, graphsOf, scorerOf, weightsOf } from './loaded.ts';
import { measureFamily } from './measureFamily.ts';
import { groupIndices, type MeasurePlan, regionsOf } from './measurePlan.ts';
import { measureAndSave } from './perturbationFiles.ts';
import { trainRun } from './trainRun.ts';
import type {
  BenchEngineTask,
  DescribeEngineTask,
  EngineBench,
  EvaluateResult,
  EvaluateTask,
  GroupsResult,
  GroupsTask,
  TrainResult,
  TrainTask,
} from './workerTasks.ts';

/** The worker's entry: the only way to tensor code. It runs in a process of its own. */

async function evaluate({ subject, engine: name }: EvaluateTask['argument']): Promise<EvaluateResult> {
  const engine = await engineOf(name);
  const scorer = scorerOf(engine, subject.run);
  const weights = await weightsOf(subject);
  const data = await datasetOf(subject);
  return {
    train: await evaluateSplit(scorer, weights, data, data.train),
    test: await evaluateSplit(scorer, weights, data, data.test),
    engine: describe(engine),
  };
}

/** The examples of a group, augmented if the plan says so. */
function groupExamples(
  data: Dataset,
  { augmentation: kind, seed }: MeasurePlan,
  indices: Uint32Array,
): Promise<MemorySplit> {
  if (kind === 'none') return readExamples(data, data.train, indices);
  return augment(data, data.train, indices, { kind, seed, pass: 0 });
}

async function groups(
  { subject, plan, range, measured, perturbations }: GroupsTask['argument'],
  tell: Tell,
): Promise<GroupsResult> {
  const engine = await engineOf(plan.engine);
  const sharpness = { ...plan.sharpness, regions: regionsOf(plan, subject.run.spec) };
  const weights = await weightsOf(subject);
  const graphs = graphsOf(engine, { run: subject.run, weights }, sharpness);
  const data = await datasetOf(subject);
  const all = groupIndices(plan, data.train.count, range);
  let summary = measured;
  for (let k = summary?.groups ?? 0; k < all.length; k++) {
    const indices = all[k]!;
    const chosen = await groupExamples(data, plan, indices);
    const one = scoped(() => {
      const examples = exactExamplesOf(engine, data, chosen, [...indices.keys()]);
      const context = { engine, graphs, weights, examples, index: range.first + k, seed: plan.seed };
      if (!plan.savePerturbations) return summarizeGroups([measureGroup(context, sharpness)]);
      return measureAndSave(context, sharpness, { folder: perturbations, subject, examples: indices });
    });
    const kept = plan.curve ? one : withoutCurves(one);
    summary = summary ? mergeSummaries(summary, kept) : kept;
    await tell(summary);
  }
  return summary!;
}

async function train(request: TrainTask['argument'], tell: Tell): Promise<TrainResult> {
  return trainRun(await engineOf(request.engine), request, tell);
}

async function describeEngine({ engine }: DescribeEngineTask['argument']): Promise<EngineDescription> {
  return describe(await engineOf(engine));
}

async function benchEngine({ engine }: BenchEngineTask['argument']): Promise<EngineBench> {
  return bench(await engineOf(engine));
}

serveTasks({
  ...{ evaluate, groups, complexity: measureFamily, planeRow, maximizerLines },
  ...{ train, describeEngine, benchEngine },
});
