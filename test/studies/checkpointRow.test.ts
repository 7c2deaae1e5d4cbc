import { expect, test } from 'vitest';
import { evaluationKey } from '../../src/studies/measurePieces.ts';
import { checkpointRow } from '../../src/studies/measureRows.ts';
import { candidateOf, planWith } from './madeUpResults.ts';

const candidate = candidateOf(planWith({ kind: 'one-step' }, [8], 64));

function rowOf(trainAccuracy: number, testAccuracy: number) {
  const train = { loss: 0.5, lossStandardError: 0.25, accuracy: trainAccuracy, topFive: 1 };
  const test = { loss: 2, lossStandardError: 0.125, accuracy: testAccuracy, topFive: 1 };
  return checkpointRow(candidate, new Map([[evaluationKey(candidate), { train, test }]]));
}

test('has the gaps, and how far the test examples decide the loss', () => {
  expect(rowOf(0.9999, 0.959)).toMatchObject({
    gap_loss: 1.5,
    gap_error: 0.0409,
    test_loss_standard_error: 0.125,
  });
});

test('equal gaps are tied, whatever the accuracies', () => {
  expect(0.3 - 0.2).not.toBe(0.2 - 0.1);
  expect(rowOf(0.3, 0.2).gap_error).toBe(rowOf(0.2, 0.1).gap_error);
});
