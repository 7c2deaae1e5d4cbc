import { expect } from 'vitest';

export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Every number is within the absolute tolerance plus the relative one times the size of what is expected. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 0, absolute = 0 }: Tolerance,
): void {
  expect(actual.length).toBe(expected.length);
  let worst = { index: -1, actual: 0, expected: 0, excess: 1 };
  for (let index = 0; index < expected.length; index++) {
    const [a, e] = [actual[index]!, expected[index]!];
    if (Object.is(a, e) || a === e) continue;
    const excess = Math.abs(a - e) / (absolute + relative * Math.abs(e));
    if (!(excess <= worst.excess)) worst = { index, actual: a, expected: e, excess };
  }
  expect(worst, 'the number that is farthest out of tolerance').toMatchObject({ index: -1 });
}
