import { expect, it } from 'vitest';
import { type BoundTerms, boundTerm } from '../../../src/complexity/weights/theorem3.ts';

const terms: BoundTerms = {
  normalization: 'element',
  bias: 'normalized',
  eta: 0.5,
  rho: 2,
  squaredNorm: 3,
  parameters: 100,
  examples: 101,
};

const withRatio = (ratio: number): number => {
  const complexity = 100 * Math.log(1 + ratio * (1 + Math.sqrt(Math.log(101) / 100)) ** 2);
  return Math.sqrt((complexity + 4 * Math.log(101 / 0.05) + 1 + 8 * Math.log(906)) / 100);
};

it('has the formula', () => {
  expect(boundTerm(terms)).toBeCloseTo(withRatio(3), 12);
});

it.each<[Partial<BoundTerms>, number]>([
  [{ normalization: 'none' }, 3 / 4],
  [{ normalization: 'none', bias: 'constant', eta: 0 }, 3 / 4],
  [{ bias: 'constant', eta: 2 }, 3 / 4],
  [{ eta: 2 }, 3 / 16],
])('takes the smallest entry that T_w can have: with %o', (more, ratio) => {
  expect(boundTerm({ ...terms, ...more })).toBeCloseTo(withRatio(ratio), 12);
});

it('is infinite where nothing keeps T_w from 0', () => {
  expect(boundTerm({ ...terms, eta: 0 })).toBe(Number.POSITIVE_INFINITY);
});
