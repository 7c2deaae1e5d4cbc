/**
 * @param coefficient whose observations they are, as an error calls it
 * @throws Error on NaN or on different lengths
 */
export function requirePairs(coefficient: string, x: ArrayLike<number>, y: ArrayLike<number>): void {
  const n = x.length;
  if (y.length !== n) {
    throw new Error(`${coefficient} needs two lists of one length, not ${n} and ${y.length}`);
  }
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i]))
      throw new Error(`${coefficient} is undefined for NaN (observation ${i})`);
  }
}
