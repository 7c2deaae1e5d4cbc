/** From here on the continued fraction of erfc converges fast, and below the series of erf loses nothing that matters. */
const FAR = 2;
const FRACTION_DEPTH = 100;

/**
 * The chance that a standard normal number is at least as far from 0 as z: erfc(|z|/√2), to a relative 10⁻¹³
 * (Abramowitz and Stegun 7.1.6 and 7.1.14).
 */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  return x < FAR ? 1 - erf(x) : erfcFar(x);
}

function erf(x: number): number {
  let term = x;
  let sum = 0;
  for (let k = 1; sum + term !== sum; k++) {
    sum += term;
    term *= (2 * x * x) / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function erfcFar(x: number): number {
  let fraction = x;
  for (let k = FRACTION_DEPTH; k > 0; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
