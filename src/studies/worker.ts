import { type HistoryRow, writeRunFolder } from '../checkpoints/index.ts';
import { readDataset } from '../data/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { scoped } from '../engine/index.ts';
import { serveTasks } from '../jobs/index.ts';
import { examplesOf } from '../models/apply/index.ts';
import { modelSpec } from '../models/spec/index.ts';
import { measureGroup } from '../sharpness/index.ts';
import { evaluateSplit } from '../training/evaluate.ts';
import { trainModel } from '../training/trainModel.ts';
import { bench, describe } from './engineBench.ts';
import { summarizeGroups } from './groupSummary.ts';
import { datasetOf, engineOf, graphsOf, scorerOf, weightsOf } from './loaded.ts';
import { groupIndices } from './measurePlan.ts';
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

async function groups({ subject, plan, range }: GroupsTask['argument']): Promise<GroupsResult> {
  const engine = await engineOf(plan.engine);
  const graphs = graphsOf(engine, subject.run, plan.sharpness);
  const weights = weightsOf(subject);
  const data = datasetOf(subject);
  const measured = groupIndices(plan, data.train.count, range).map((indices) =>
    scoped(() => {
      const examples = examplesOf(data, data.train, indices);
      return measureGroup({ engine, graphs, weights, examples }, plan.sharpness);
    }),
  );
  return summarizeGroups(measured);
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
