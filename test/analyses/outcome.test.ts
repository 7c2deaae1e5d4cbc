import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOutcome } from '../../analyses/trainings/outcome.ts';
import { summarize } from '../../analyses/trainings/summary.ts';
import { writeRun } from './runFolders.ts';

const folder = mkdtempSync(join(tmpdir(), 'outcomes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function outcomeOf(name: string, written: Parameters<typeof writeRun>[1]) {
  writeRun(join(folder, name), written);
  return readOutcome(join(folder, name));
}

describe('readOutcome', () => {
  it('reads the maximum, the final accuracy and the time of a run', () => {
    expect(outcomeOf('trained', { seed: 3, best: 0.62, final: 0.6 })).toEqual({
      seed: 3,
      failure: null,
      best: { top1: 0.62, top5: 0.9, epoch: 7 },
      final: { top1: 0.6, top5: 0.9 },
      trainAccuracy: 0.6,
      seconds: 30.5,
    });
  });

  it('reads a run without top-5', () => {
    const outcome = outcomeOf('few-classes', { seed: 0, best: 0.6, topFive: null, classes: 3 });
    expect(outcome.best?.top5).toBeNull();
    expect(outcome.failure).toBeNull();
  });

  it('counts a run as failed that diverged', () => {
    const outcome = outcomeOf('diverged', { seed: 1, isDiverged: true });
    expect(outcome).toMatchObject({ seed: 1, failure: 'diverged', best: null, seconds: 30.5 });
  });

  it('counts a run as failed that never got further than a guess', () => {
    expect(outcomeOf('guess', { seed: 0, best: 0.119 }).failure).toBe('chance');
    expect(outcomeOf('more', { seed: 0, best: 0.121 }).failure).toBeNull();
    expect(outcomeOf('guess-of-3', { seed: 0, best: 0.35, classes: 3 }).failure).toBe('chance');
  });

  it('refuses a run that is not complete', () => {
    writeRun(join(folder, 'half'), { seed: 0 });
    rmSync(join(folder, 'half', 'metrics.json'));
    expect(() => readOutcome(join(folder, 'half'))).toThrow(/metrics/);
    writeFileSync(join(folder, 'half', 'metrics.json'), '{"trainLoss":');
    expect(() => readOutcome(join(folder, 'half'))).toThrow(/metrics/);
  });
});

describe('summarize', () => {
  it('takes means over the runs that did not fail, and the time over all', () => {
    const runs = [
      outcomeOf('a', { seed: 0, best: 0.6, final: 0.5 }),
      outcomeOf('b', { seed: 1, best: 0.7, final: 0.6, topFive: null }),
      outcomeOf('c', { seed: 2, best: 0.1 }),
      outcomeOf('d', { seed: 3, isDiverged: true }),
    ];
    const summary = summarize(runs);
    expect(summary).toMatchObject({ runs: 4, failed: 2, seconds: { count: 4, mean: 30.5 } });
    expect(summary.best.mean).toBeCloseTo(0.65, 12);
    expect(summary.best.std).toBeCloseTo(0.1 / Math.SQRT2, 12);
    expect(summary.final.mean).toBeCloseTo(0.55, 12);
    expect(summary.bestTop5).toEqual({ count: 1, mean: 0.9, std: null });
  });

  it('has no mean where all runs failed', () => {
    const { best, failed } = summarize([outcomeOf('e', { seed: 0, isDiverged: true })]);
    expect([best.mean, best.std, failed]).toEqual([null, null, 1]);
  });
});
