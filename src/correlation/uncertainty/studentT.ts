import { solveRising } from './solveRising.ts';

const MOST_TERMS = 10_000;

/**
 * How likely Student's t is as far from 0 as `t`, on either side: I_x(ν/2, 1/2) at x = ν/(ν + t²).
 *
 * @param freedom ν, a whole number from 1
 */
export function twoSidedT(t: number, freedom: number): number {
  const x = freedom / (freedom + t * t);
  const half = freedom / 2;
  // on the other side the continued fraction converges faster
  const beta = betaOf(freedom);
  if (x > (half + 1) / (half + 2.5)) return 1 - incompleteBeta((t * t) / (freedom + t * t), 0.5, half) / beta;
  return incompleteBeta(x, half, 0.5) / beta;
}

/** The t below which the share `level`, in (0, 1), of Student's distribution with ν = `freedom` lies. */
export function quantileT(level: number, freedom: number): number {
  const cdf = (t: number): number => {
    const beyond = twoSidedT(t, freedom) / 2;
    return t > 0 ? 1 - beyond : beyond;
  };
  const scale = Math.sqrt(freedom) * betaOf(freedom);
  return solveRising(cdf, (t) => (1 + (t * t) / freedom) ** (-(freedom + 1) / 2) / scale, level);
}

/** ∫ u^(a−1) (1−u)^(b−1) du from 0 to x, by its continued fraction (DLMF 8.17.22, Lentz's method). */
function incompleteBeta(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) <= 1e-15) break;
  }
  return ((x ** a * (1 - x) ** b) / a) * fraction;
}

/** B(ν/2, 1/2), from B(1/2, 1/2) = π and B(1, 1/2) = 2. */
function betaOf(freedom: number): number {
  let beta = freedom % 2 === 1 ? Math.PI : 2;
  for (let k = freedom % 2 === 1 ? 1 : 2; k < freedom; k += 2) beta *= k / (k + 1);
  return beta;
}
