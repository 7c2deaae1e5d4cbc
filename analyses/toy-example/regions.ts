import { ascend, losses, type Point, type Region, scales } from './loss.ts';

/** The paper's points of Figure 1: w, and w' = A w with A = diag(3, 1/3). */
const CENTERS = [
  { name: 'w', at: [1, 1] },
  { name: 'w′', at: [3, 1 / 3] },
] as const satisfies readonly { readonly name: string; readonly at: Point }[];

/** The paper does not state the radius. */
export const RADIUS = 0.4;

/** Foret et al. 2021; Keskar et al. 2017; the paper. */
export const DEFINITIONS = [
  { key: 'a', region: { p: 2, rho: RADIUS, normalization: 'none', eta: 0 } },
  { key: 'b', region: { p: 'inf', rho: RADIUS, normalization: 'element', eta: 0 } },
  { key: 'c', region: { p: 2, rho: RADIUS, normalization: 'element', eta: 0 } },
] as const satisfies readonly { readonly key: string; readonly region: Region }[];

/** A maximization region, and the largest loss in it. */
export interface Maximization {
  readonly definition: (typeof DEFINITIONS)[number];
  readonly center: (typeof CENTERS)[number];
  /** A closed line: the first point again at the end. */
  readonly boundary: readonly Point[];
  /** L(w) */
  readonly loss: number;
  readonly maximum: { readonly at: Point; readonly loss: number };
  /** What one step of ascent finds. */
  readonly oneStep: { readonly at: Point; readonly loss: number };
}

/** Of a boundary; divisible by 8, so that the corners of a square are among them. */
const points = 7200;

/** The three regions of the paper's Figure 1 around both points. */
export function maximizations(): Maximization[] {
  return DEFINITIONS.flatMap((definition) => CENTERS.map((center) => maximization(definition, center)));
}

/**
 * In these regions the loss is largest where w1 w2 is, and that has no maximum inside a region (it is harmonic): only
 * the boundary counts.
 */
function maximization(definition: Maximization['definition'], center: Maximization['center']): Maximization {
  const { region } = definition;
  const boundary = boundaryOf(center.at, region);
  const onBoundary = losses(boundary);
  const largest = Math.max(...onBoundary);
  const { perturbed, loss } = ascend(center.at, region);
  return {
    definition,
    center,
    boundary,
    loss,
    maximum: { at: boundary[onBoundary.indexOf(largest)]!, loss: largest },
    oneStep: { at: perturbed, loss: losses([perturbed])[0]! },
  };
}

/** w + rho T_w z for z around the unit ball of the p-norm. */
function boundaryOf(w: Point, region: Region): Point[] {
  const [t1, t2] = scales(w, region);
  return Array.from({ length: points + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / points;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const norm = region.p === 'inf' ? Math.max(Math.abs(x), Math.abs(y)) : 1;
    return [w[0] + (region.rho * t1 * x) / norm, w[1] + (region.rho * t2 * y) / norm];
  });
}
