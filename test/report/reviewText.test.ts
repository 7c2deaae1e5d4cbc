import { describe, expect, it } from 'vitest';
import {
  comparisons,
  correlate,
  type MeasurementRow,
  robustness,
  studiedModels,
} from '../../src/correlation/index.ts';
import { reviewText } from '../../src/report/reviewText.ts';
import { comparisonRows } from '../../src/report/table/index.ts';
import { syntheticRows } from './rows.ts';

const { checkpoints, measurements } = syntheticRows();

function textOf(rows: readonly MeasurementRow[]): readonly string[] {
  const tables = { checkpoints, measurements: rows, gap: 'loss', minTrainAccuracy: 0 } as const;
  const models = studiedModels(tables);
  const resampling = { resamples: 200, seed: 0 };
  return reviewText({
    correlations: correlate({ ...tables, ...resampling }).rows,
    robustness: robustness(models, 0),
    comparisons: comparisonRows(comparisons(models, resampling)),
  });
}

describe('reviewText', () => {
  it('says what the radius is worth elsewhere, what needs no measuring, and who is ahead', () => {
    const [heldOut, baselines, best, ...more] = textOf(measurements);
    expect(heldOut).toMatch(
      /^τ where other models chose the radius: sharpness, p = 2: 0\.\d{3}; sharpness, p = ∞: 0\.\d{3}; adaptive sharpness, p = 2, element: 0\.\d{3}; /,
    );
    expect(baselines).toMatch(/^τ of what needs no measuring: (\w+( loss)?: −?0\.\d{3}(; |\.$)){5}$/);
    expect(best).toMatch(
      /^adaptive sharpness, p = .* minus .*: Δτ = −?0\.\d{3} \[−?0\.\d{3}, 0\.\d{3}\], p-value = [01]\.\d{3} by Holm's correction\.$/,
    );
    expect(more).toEqual([]);
  });

  it("finds Simpson's paradox", () => {
    const rowOf = new Map(checkpoints.map((row) => [row.checkpoint, row]));
    const turned = measurements
      .filter(({ p, normalization, rho }) => p === 2 && normalization === 'none' && rho === 0.05)
      .map((row) => {
        const { hyperparameters, gap_loss } = rowOf.get(row.checkpoint)!;
        // from batch size to batch size it rises with the gap; within one it falls
        return { ...row, value: 10 * Number(hyperparameters.batchSize) - gap_loss };
      });
    const last = textOf(turned).at(-1);
    expect(last).toMatch(/^τ has the other sign where only one hyperparameter differs: sharpness, p = 2, /);
    expect(last).toContain('learningRate: ψ = −1.000');
    expect(last).not.toContain('batchSize');
  });

  it('says nothing where nothing was resampled', () => {
    const { rows } = correlate({ checkpoints, measurements, gap: 'loss', resamples: 0 });
    expect(reviewText({ correlations: rows })).toEqual([]);
  });
});
