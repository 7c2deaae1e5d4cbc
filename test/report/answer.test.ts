import { expect, test } from 'vitest';
import { correlate, type MeasurementRow } from '../../src/correlation/index.ts';
import { answer, rankTable } from '../../src/report/index.ts';
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
  const triplets = [...twins, ...once.map((row) => ({ ...row, measure: 'triplet' }))];
  expect(answerTo(triplets)).toMatch(/, and so do 2 others\.$|, and so do 2 others\. /);
});

test('a measure that ranks the wrong way round is no best one', () => {
  const once = measurements.filter(
    ({ measure, p, rho }) => measure === 'sharpness' && p === 2 && rho === 0.05,
  );
  const gaps = new Map(checkpoints.map((row) => [row.checkpoint, row.gap_loss]));
  const turned = once.map((row) => ({ ...row, value: -gaps.get(row.checkpoint)! }));
  expect(answerTo(turned)).toMatch(
    /^Of 1 measure, none ranks the models as the generalization gap \(loss\) does: the largest is τ = −1\.000/,
  );
  expect(answerTo(turned)).not.toContain('optimistic');
});

test('where the gate lets in too few, nothing is ranked, and a lower one is offered', () => {
  const failing = checkpoints.map((row, k) => ({ ...row, train_accuracy: k === 0 ? 1 : 0.5 }));
  const { rows } = correlate({ checkpoints: failing, measurements, gap: 'loss', minTrainAccuracy: 0.99 });
  expect(answer(failing, rows)).toMatch(
    /^No measure can be ranked: 1 model entered, .* left out\. A lower gate \(--min-train-accuracy\) lets more in\.$/,
  );
  expect(rankTable(rows).radii.every((rho) => rho === null)).toBe(true);
});
