import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import { readDataset } from '../../src/data/index.ts';
import { runTasks } from '../../src/jobs/index.ts';
import { datasetFingerprint, runFingerprint } from '../../src/studies/fingerprint.ts';
import type {
  EvaluateResult,
  EvaluateTask,
  GroupsResult,
  GroupsTask,
} from '../../src/studies/workerTasks.ts';
import { workerUrl } from '../../src/studies/workerUrl.ts';
import { goldenPath, goldenSharpness } from '../support/goldenRuns.ts';
import { planWith } from './madeUpResults.ts';

const dataset = { dataDirectory: join(import.meta.dirname, '../../fixtures/data'), name: 'mnist' };
const run = readRunFolder(goldenPath('runs/mnist-mlp'), 'mnist-mlp');
const fingerprint = runFingerprint(run, datasetFingerprint(await readDataset(dataset)));

function evaluate(given: string) {
  const argument = { subject: { run, dataset, fingerprint: given }, engine: 'wasm' as const };
  const task: EvaluateTask = { method: 'evaluate', argument };
  return runTasks<EvaluateTask, EvaluateResult>({
    workerUrl,
    workers: 1,
    tasks: [task],
    onOutcome: () => undefined,
  });
}

test('a worker evaluates a checkpoint as PyTorch does', async () => {
  const [outcome] = await evaluate(fingerprint);
  const golden = goldenSharpness().checkpoints['mnist-mlp']!;
  expect(outcome).toMatchObject({
    kind: 'done',
    result: {
      train: { accuracy: golden.train_accuracy },
      test: { accuracy: golden.test_accuracy },
      engine: { name: 'wasm' },
    },
  });
  const { train, test } = (outcome as { result: EvaluateResult }).result;
  expect(train.loss).toBeCloseTo(golden.train_loss, 5);
  expect(test.loss).toBeCloseTo(golden.test_loss, 5);
});

test('a checkpoint that is not what it was when the job was planned is not measured', async () => {
  const [outcome] = await evaluate('of another file');
  expect(outcome).toMatchObject({
    kind: 'failed',
    failure: { name: 'UserError', message: `${run.folder}: was changed while it was measured; start again` },
  });
});

test('the best values after each step are kept only if they are asked for', async () => {
  const plan = { ...planWith({ kind: 'apgd', steps: 3, restarts: 1 }, [8], 16), engine: 'wasm' as const };
  const tasks = [false, true].map((curve): GroupsTask => {
    const range = { m: 8, first: 0, count: 2 };
    const subject = { run, dataset, fingerprint };
    return { method: 'groups', argument: { subject, plan: { ...plan, curve }, range, perturbations: '' } };
  });
  const results: GroupsResult[] = [];
  await runTasks<GroupsTask, GroupsResult>({
    workerUrl,
    workers: 1,
    tasks,
    onOutcome: (outcome) => outcome.kind === 'done' && results.push(outcome.result),
  });
  const curves = results.map(({ values }) =>
    values.flat().map(({ certificate }) => certificate?.curve?.length),
  );
  expect(curves).toEqual([
    [undefined, undefined],
    [3, 3],
  ]);
  expect(results[0]!.values[0]![0]!.value).toEqual(results[1]!.values[0]![0]!.value);
});
