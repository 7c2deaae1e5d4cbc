import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberTuples } from '../../src/correlation/numberTuples.ts';

const cell = fc.constantFrom(0, 1, -0, Number.NaN, null, '1', 'inf');

it('numbers tuples as their JSON first comes by, whatever follows what', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 60 }), (tuples) => {
      const numberOf = numberTuples();
      const keys = tuples.map((tuple) => JSON.stringify(tuple));
      const distinct = [...new Set(keys)];
      expect(tuples.map(numberOf)).toEqual(keys.map((key) => distinct.indexOf(key)));
    }),
  );
});

it('does not hold on to a tuple that is used again', () => {
  const numberOf = numberTuples();
  const tuple = ['a', 1];
  expect(numberOf(tuple)).toBe(0);
  tuple[1] = 2;
  expect(numberOf(tuple)).toBe(1);
  expect(numberOf(['a', 1])).toBe(0);
});
