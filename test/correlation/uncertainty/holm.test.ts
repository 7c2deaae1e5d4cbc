import { expect, it } from 'vitest';
import { holm } from '../../../src/correlation/uncertainty/holm.ts';

it("corrects as R's p.adjust(method = 'holm')", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
  expect(holm([0.4, 0.7, 0.5])).toEqual([1, 1, 1]);
});

it('leaves tests that were not made out of the family', () => {
  expect(holm([null, 0.01, null, 0.04])).toEqual([null, 0.02, null, 0.04]);
  expect(holm([])).toEqual([]);
});
