import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedIndices } from '../../src/correlation/sortedIndices.ts';

const hostile = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -0, 0, 5e-324, -5e-324, 2 ** 52, -1),
);
const few = fc.array(hostile, { minLength: 1, maxLength: 300 });

it('sorts few numbers, and many by their digits', () => {
  fc.assert(
    fc.property(few, fc.constantFrom(1, 10_000), (some, least) => {
      const values = Array.from({ length: Math.max(least, some.length) }, (_, k) => some[k % some.length]!);
      const indices = sortedIndices(values);
      expect([...new Set(indices)]).toHaveLength(values.length);
      const sorted = Array.from(indices, (i) => values[i]! + 0);
      expect(sorted).toEqual(Array.from(Float64Array.from(values, (value) => value + 0).sort()));
    }),
    { numRuns: 60 },
  );
});
