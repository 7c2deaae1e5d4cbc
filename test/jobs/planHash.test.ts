import { expect, test } from 'vitest';
import { planDifference, planHash } from '../../src/jobs/planHash.ts';

const plan = { m: 8, rho: [0.1, 0.5], model: { bias: 'constant' } };

test('equal plans have one hash, however their keys are ordered', () => {
  expect(planHash({ model: { bias: 'constant' }, rho: [0.1, 0.5], m: 8 })).toBe(planHash(plan));
  expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  [{ ...plan, m: 16 }, 'm: 8 -> 16'],
  [{ ...plan, rho: [0.1, 1, 2] }, 'rho[1]: 0.5 -> 1, rho[2]: nothing -> 2'],
  [{ ...plan, rho: { a: 1 } }, 'rho: [0.1,0.5] -> {"a":1}'],
  [
    { ...plan, model: { bias: 'frozen', eta: Number.NaN } },
    'model.bias: "constant" -> "frozen", model.eta: nothing -> NaN',
  ],
  [null, 'plan: {"m":8,"model":{"bias":"constant"},"rho":[0.1,0.5]} -> null'],
])('%j differs, and says where', (other, difference) => {
  expect(planHash(other)).not.toBe(planHash(plan));
  expect(planDifference(plan, other)).toBe(difference);
});

test('many differences are counted, and long values cut', () => {
  const many = planDifference(
    { text: 'x'.repeat(1000) },
    Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, i])),
  );
  expect(many).toMatch(/ and 5 more$/);
  expect(many.length).toBeLessThan(250);
});
