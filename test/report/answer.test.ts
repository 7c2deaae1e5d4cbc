import { expect, test } from 'vitest';
import { correlate, type MeasurementRow } from '../../src/correlation/index.ts';
import { answer } from '../../src/report/index.ts';
import { syntheticRows } from './rows.ts';

const { checkpoints, measurements } = syntheticRows();

function answerTo(rows: readonly MeasurementRow[]): string {
  const found = correlate({ checkpoints, measurements: rows, gap: 'loss', minTrainAccuracy: 0 });
  return answer(checkpoints, found.rows);
}

test('says that the radius was chosen on the same models', () => {
  expect(answerTo(measurements)).toContain('makes τ optimistic');
});

test('two measures that rank alike are said to', () => {
  const once = measurements.filter(({ measure, p }) => measure === 'sharpness' && p === 2);
  const twins = [...once, ...once.map((row) => ({ ...row, measure: 'twin' }))];
  expect(answerTo(twins)).toMatch(/, and so does \S+/);
  expect(answerTo(measurements)).not.toMatch(/and so does/);
});
