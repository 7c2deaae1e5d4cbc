/** The loss at w + alpha u + beta v: a row of plane.csv. */
export interface PlanePoint {
  readonly alpha: number;
  readonly beta: number;
  /** The mean over the sample; Infinity where it overflows. */
  readonly loss: number;
}

/** The loss on the way to the maximizer, w + t epsilon: a row of line.csv. Means over m-groups, each with its own. */
export interface LinePoint {
  readonly t: number;
  /** L(w + t epsilon) - L(w) */
  readonly rise: number;
  /** Of the rise; NaN for one group. */
  readonly standard_error: number;
  /** L(w + t epsilon) */
  readonly loss: number;
}

/** The maximizer of one m-group: a row of maximizers.csv. */
export interface MaximizerRow {
  readonly group: number;
  /** The training example that the group begins with. */
  readonly first_example: number;
  /** L_group(w + epsilon) - L_group(w) */
  readonly value: number;
  /** Its projection onto the plane. */
  readonly alpha: number;
  readonly beta: number;
  /** How much of epsilon's length lies in the plane: from 0 to 1. */
  readonly share: number;
}

export interface LandscapeRows {
  /** Row by row of the plane, beta and then alpha ascending. */
  readonly plane: readonly PlanePoint[];
  /** t ascending. */
  readonly line: readonly LinePoint[];
  readonly maximizers: readonly MaximizerRow[];
}

/** The loss along one random direction. */
export interface SlicePoint {
  /** 1 is u, 2 is v. */
  readonly direction: 1 | 2;
  readonly position: number;
  readonly loss: number;
}

/** The slices along both directions: the row and the column of the plane through w. */
export function slicesOf(plane: readonly PlanePoint[]): SlicePoint[] {
  const along = (direction: 1 | 2, at: 'alpha' | 'beta', other: 'alpha' | 'beta') =>
    plane
      .filter((point) => point[other] === 0)
      .map((point): SlicePoint => ({ direction, position: point[at], loss: point.loss }));
  return [...along(1, 'alpha', 'beta'), ...along(2, 'beta', 'alpha')];
}

/** What figures say of what they show. */
export interface LandscapeCaption {
  readonly checkpoint: string;
  /** `cross-entropy`, or another loss. */
  readonly loss: string;
  /** Training examples that the plane is of. */
  readonly samples: number;
  /** `adaptive sharpness, p = 2, element, ρ = 0.5`: what the line leads to. */
  readonly measure: string;
  /** Its mean over the groups. */
  readonly value: number;
  readonly groups: number;
  /** Examples in a group. */
  readonly m: number;
}
