import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedRun } from '../../../src/studies/sweep/plannedRun.ts';
import { relativeCost } from '../../../src/studies/sweep/relativeCost.ts';
import { startTally } from '../../../src/studies/sweep/tally.ts';
import type { RunOutcome } from '../../../src/studies/sweep/trainMissing.ts';
import type { PlannedRun } from '../../../src/studies/sweep/types.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();

/** Runs whose costs differ, and are no whole numbers. */
function runs(): PlannedRun[] {
  const plan = tinyPlan(temporary.path, {
    grid: ['training.epochs: [1, 2, 3, 5, 7]', 'training.batchSize: [16, 48]', 'dataset.testCount: [10, 64]'],
    seeds: [0],
  });
  return Array.from({ length: 20 }, (_, index) => plannedRun(plan, index));
}

function trained(run: PlannedRun, testAccuracy: number): RunOutcome {
  const metrics = {
    ...{ trainLoss: 0, testLoss: 1, trainAccuracy: 1, testAccuracy },
    ...{ bestTestAccuracy: testAccuracy, bestEpoch: 1, testTopFive: null, bestTestTopFive: null },
  };
  return { kind: 'trained', run, result: { kind: 'done', metrics } };
}

const failed = (run: PlannedRun): RunOutcome => ({ kind: 'failed', run, reason: 'r' });
const diverged = (run: PlannedRun): RunOutcome => ({
  ...{ kind: 'trained', run },
  result: { kind: 'diverged', divergence: { reason: 'd', epoch: 1, step: null } },
});

describe('the tally of a sweep', () => {
  it('counts on from what there was, with the best and the worst run of now', () => {
    const [a, b, c, d, e] = runs() as [PlannedRun, ...PlannedRun[]];
    const tally = startTally({ total: 20, trained: 10, diverged: 2, failed: 0 }, runs().slice(0, 8));
    const start = { total: 20, trained: 10, diverged: 2, failed: 0, earlier: 12, share: 0 };
    expect(tally.now()).toEqual({ ...start, best: undefined, worst: undefined });
    tally.add(failed(a));
    tally.add(diverged(b!));
    expect(tally.now()).toMatchObject({ trained: 10, diverged: 3, failed: 1, earlier: 12, best: undefined });
    tally.add(trained(c!, 0.5));
    const [first] = [{ name: c!.name, testAccuracy: 0.5 }];
    expect(tally.now()).toMatchObject({ trained: 11, best: first, worst: first });
    tally.add(trained(d!, 0.9));
    tally.add(trained(e!, 0.2));
    expect(tally.now()).toMatchObject({
      ...{ trained: 13, best: { name: d!.name }, worst: { name: e!.name } },
    });
  });

  it('has the share of the cost, which ends at 1 in whatever order runs end', () => {
    const all = runs();
    const total = all.reduce((sum, { recipe }) => sum + relativeCost(recipe), 0);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 20, maxLength: 20 }), (order) => {
        const tally = startTally({ total: 20, trained: 0, diverged: 0, failed: 0 }, all);
        let done = 0;
        for (const run of order) {
          expect(tally.now().share).toBeCloseTo(done / total, 9);
          expect(tally.now().share).toBeLessThan(1);
          tally.add(failed(run));
          done += relativeCost(run.recipe);
        }
        expect(tally.now().share).toBe(1);
      }),
    );
  });

  it('is at its end where nothing is missing', () => {
    expect(startTally({ total: 3, trained: 2, diverged: 1, failed: 0 }, []).now().share).toBe(1);
  });
});
