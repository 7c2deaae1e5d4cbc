import { type HistoryRow, writeRunFolder } from '../checkpoints/index.ts';
import { augment, type Dataset, readDataset } from '../data/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { type Engine, scoped } from '../engine/index.ts';
import { serveTasks, type Tell } from '../jobs/index.ts';
import { type Examples, exactExamplesOf } from '../models/apply/index.ts';
import { modelSpec } from '../models/spec/index.ts';
import { measureGroup } from '../sharpness/index.ts';
import { evaluateSplit } from '../training/evaluate.ts';
import { trainModel } from '../training/trainModel.ts';
import { bench, describe } from './engineBench.ts';
import { mergeSummaries, summarizeGroups, withoutCurves } from './groupSummary.ts';
import { datasetOf, engineOf, graphsOf, scorerOf, weightsOf } from './loaded.ts';
import { groupIndices, type MeasurePlan, regionsOf } from './measurePlan.ts';
import { measureAndSave } from './perturbationFiles.ts';
import { requireFit } from './requireFit.ts';
import { runConfigOf } from './trainedRunConfig.ts';
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
  const weights = weightsOf(subject);
  const data = datasetOf(subject);
  return {
    train: evaluateSplit(scorer, weights, data, data.train),
    test: evaluateSplit(scorer, weights, data, data.test),
    engine: describe(engine),
  };
}

/** The examples of a group, augmented if the plan says so. */
function groupExamples(
  engine: Engine,
  data: Dataset,
  { augmentation: kind, seed }: MeasurePlan,
  indices: Uint32Array,
): Examples {
  if (kind === 'none') return exactExamplesOf(engine, data, data.train, indices);
  const augmented = augment(data, data.train, indices, { kind, seed, pass: 0 });
  return exactExamplesOf(engine, data, augmented, [...indices.keys()]);
}

async function groups(
  { subject, plan, range, measured, perturbations }: GroupsTask['argument'],
  tell: Tell,
): Promise<GroupsResult> {
  const engine = await engineOf(plan.engine);
  const sharpness = { ...plan.sharpness, regions: regionsOf(plan, subject.run.spec) };
  const weights = weightsOf(subject);
  const graphs = graphsOf(engine, { run: subject.run, weights }, sharpness);
  const data = datasetOf(subject);
  const all = groupIndices(plan, data.train.count, range);
  let summary = measured;
  for (let k = summary?.groups ?? 0; k < all.length; k++) {
    const indices = all[k]!;
    const one = scoped(() => {
      const examples = groupExamples(engine, data, plan, indices);
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

async function train(request: TrainTask['argument'], tell: (row: HistoryRow) => void): Promise<TrainResult> {
  const spec = modelSpec(request.model);
  const dataset = readDataset({ dataDirectory: request.dataDirectory, ...request.dataset });
  requireFit(spec, dataset, request.out);
  const engine = await engineOf(request.engine);
  const { training: options, seed, out, overwrite } = request;
  const trained = trainModel({ engine, spec, dataset, options, seed }, tell);
  writeRunFolder(out, { config: runConfigOf(request, dataset), ...trained }, { overwrite });
  return trained.metrics;
}

async function describeEngine({ engine }: DescribeEngineTask['argument']): Promise<EngineDescription> {
  return describe(await engineOf(engine));
}

async function benchEngine({ engine }: BenchEngineTask['argument']): Promise<EngineBench> {
  return bench(await engineOf(engine));
}

serveTasks({ evaluate, groups, train, describeEngine, benchEngine });
