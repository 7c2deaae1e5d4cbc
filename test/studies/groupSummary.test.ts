import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate, GroupMeasures, ValueSource } from '../../src/sharpness/types.ts';
import {
  meanAndError,
  mergeSummaries,
  summarizeGroups,
  withoutCurves,
} from '../../src/studies/groupSummary.ts';

function group(value: number, source: ValueSource = 'float32'): GroupMeasures {
  return { loss: 0, values: [[{ value, firstOrder: 2 * value, source }]] };
}

function climbed(certificate: Certificate): GroupMeasures {
  return { loss: 0, values: [[{ value: 1, firstOrder: 1, source: 'float64', certificate }]] };
}

function summaryOf(values: readonly number[]) {
  return summarizeGroups(values.map((value) => group(value)));
}

describe('a summary of groups', () => {
  it('gives the mean and its standard error with n - 1', () => {
    const { values, groups } = summaryOf([1, 2, 4, 5]);
    const { value, standardError } = meanAndError(values[0]![0]!.value, groups);
    expect(value).toBe(3);
    expect(standardError).toBeCloseTo(Math.sqrt(10 / 3 / 4), 14);
    expect(values[0]![0]!.firstOrder).toBe(24);
  });

  it('is the same however the groups were split', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.array(value, { minLength: 1 }), (left, right) => {
        const whole = summaryOf([...left, ...right]);
        const merged = mergeSummaries(summaryOf(left), summaryOf(right));
        const a = meanAndError(whole.values[0]![0]!.value, whole.groups);
        const b = meanAndError(merged.values[0]![0]!.value, merged.groups);
        expect(b.value).toBeCloseTo(a.value, 9);
        expect(b.standardError).toBeCloseTo(a.standardError, 6);
        expect(merged.groups).toBe(left.length + right.length);
      }),
    );
  });

  it('is infinite where a group is, and no number where a group is none', () => {
    const infinite = mergeSummaries(summaryOf([1, Number.POSITIVE_INFINITY]), summaryOf([2]));
    expect(meanAndError(infinite.values[0]![0]!.value, 3).value).toBe(Number.POSITIVE_INFINITY);
    const none = mergeSummaries(summaryOf([1]), summaryOf([Number.NaN, 2]));
    expect(meanAndError(none.values[0]![0]!.value, 3).value).toBeNaN();
  });

  it('has no standard error for one group', () => {
    expect(meanAndError(summaryOf([1]).values[0]![0]!.value, 1).standardError).toBeNaN();
  });

  it('counts where the values come from', () => {
    const summary = summarizeGroups([
      group(1, 'float64'),
      group(1, 'interpolated'),
      group(1, 'noise'),
      group(1),
    ]);
    expect(summary.values[0]![0]).toMatchObject({ refined: 2, noisy: 1 });
    expect(mergeSummaries(summary, summary).values[0]![0]).toMatchObject({ refined: 4, noisy: 2 });
  });

  it('adds certificates up, and counts the groups that still improve', () => {
    const certificate: Certificate = {
      oneStep: 1,
      restartSpread: 0.25,
      maximizerNorm: 0.5,
      boundaryShare: null,
      stillImproving: true,
      curve: [1, 2],
    };
    const other = { ...certificate, oneStep: 2, stillImproving: false, curve: [3, 5] };
    expect(summarizeGroups([climbed(certificate), climbed(other)]).values[0]![0]!.certificate).toEqual({
      oneStep: 3,
      restartSpread: 0.5,
      maximizerNorm: 1,
      boundaryShare: null,
      stillImproving: 1,
      curve: [4, 7],
    });
    const [left, right] = [certificate, other].map((one) => withoutCurves(summarizeGroups([climbed(one)])));
    expect(mergeSummaries(left!, right!).values[0]![0]!.certificate).toMatchObject({
      oneStep: 3,
      curve: null,
    });
  });

  it('has no certificate where a group has none, and no first-order term of the average case', () => {
    const average = { loss: 0, values: [[{ value: 1, firstOrder: null, source: 'float64' as const }]] };
    const { certificate, firstOrder } = summarizeGroups([average, average]).values[0]![0]!;
    expect([certificate, firstOrder]).toEqual([null, null]);
  });
});
