import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunFolder } from '../../src/checkpoints/index.ts';
import { readDataset } from '../../src/data/index.ts';
import { runTasks } from '../../src/jobs/index.ts';
import { datasetFingerprint, runFingerprint } from '../../src/studies/fingerprint.ts';
import type { EvaluateResult, EvaluateTask } from '../../src/studies/workerTasks.ts';
import { workerUrl } from '../../src/studies/workerUrl.ts';
import { goldenPath, goldenSharpness } from '../support/goldenRuns.ts';

const dataset = { dataDirectory: join(import.meta.dirname, '../../fixtures/data'), name: 'mnist' };
const run = readRunFolder(goldenPath('runs/mnist-mlp'), 'mnist-mlp');
const fingerprint = runFingerprint(run, datasetFingerprint(readDataset(dataset)));

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
