import type { Engine } from '../engine/index.ts';
import { toStored, type Weights } from '../models/apply/index.ts';
import type { HostTensor } from '../models/spec/index.ts';
import type { Perturbation, Region } from '../sharpness/index.ts';
import { isBias } from '../sharpness/perturbed.ts';

/** A tensor in the networks' layout: convolution filters are [height, width, in, out]. */
type Doubles = HostTensor<Float64Array>;

/** The diagonal of T_w for one parameter, in double precision whatever the engine (see sharpness/normalization.ts). */
function diagonal(
  name: string,
  { shape, data }: Doubles,
  { normalization, bias, eta }: Region,
): Float64Array {
  if (normalization === 'none' || (isBias(name) && bias === 'constant')) return data.map(() => 1);
  if (normalization === 'element' || shape.length !== 4) return data.map((w) => Math.abs(w) + eta);
  const filters = shape[3]!;
  const squares = new Float64Array(filters);
  data.forEach((w, k) => {
    squares[k % filters]! += w * w;
  });
  return data.map((_, k) => Math.sqrt(squares[k % filters]!) + eta);
}

/** The sum of many numbers, without the rounding errors of the partial sums (Neumaier 1974). */
function preciseSum(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** ||z||_p of a vector in parts, p finite. */
function norm(parts: readonly Float64Array[], p: number): number {
  const scale = parts.reduce((most, z) => z.reduce((max, one) => Math.max(max, Math.abs(one)), most), 0);
  if (scale === 0) return 0;
  const sums = parts.map((z) => preciseSum(z.map((one) => (Math.abs(one) / scale) ** p)));
  return scale * preciseSum(Float64Array.from(sums)) ** (1 / p);
}

/** The coordinates that the region lets no farther, p infinite. */
function clamp(epsilon: Float64Array, T: Float64Array, radius: number): Float64Array {
  return epsilon.map((e, k) => Math.sign(e) * Math.min(Math.abs(e), radius * T[k]!));
}

/**
 * Epsilon of a perturbation, by name and in the layout of its checkpoint. It lies in its region in double precision,
 * ||T_w^-1 epsilon||_p <= rho up to the rounding of that norm: what an engine's arithmetic puts outside is drawn in.
 *
 * @param isPerturbed tells the parameters that the plan perturbs; biases that T_w freezes are left out too
 */
export function epsilonOf(
  engine: Engine,
  { parameters }: Weights,
  { region, radius, direction }: Perturbation,
  isPerturbed: (name: string) => boolean,
): Map<string, Doubles> {
  const frozen = (name: string): boolean => region.bias === 'frozen' && isBias(name);
  const named = Object.entries(parameters).filter(([name]) => isPerturbed(name) && !frozen(name));
  const raw = named.map(([name, w]) => ({
    name,
    shape: w.shape,
    epsilon: engine.doubles(direction[name]!).map((d) => radius * d),
    T: diagonal(name, { shape: w.shape, data: engine.doubles(w) }, region),
  }));
  const { p } = region;
  const inside = (): Float64Array[] => {
    if (p === 'inf') return raw.map(({ epsilon, T }) => clamp(epsilon, T, radius));
    // where T is 0 nothing moves
    const size = norm(
      raw.map(({ epsilon, T }) => epsilon.map((e, k) => (e === 0 ? 0 : e / T[k]!))),
      p,
    );
    return raw.map(({ epsilon }) => (size > radius ? epsilon.map((e) => e * (radius / size)) : epsilon));
  };
  const data = inside();
  return new Map(raw.map(({ name, shape }, k) => [name, toStored({ shape, data: data[k]! })]));
}
