import type { Spacing } from './levels.ts';
import type { PlanePoint } from './rows.ts';

/** The loss on a square grid. */
export interface Field {
  /** Coordinates of the points on both axes, ascending. */
  readonly at: readonly number[];
  /** By beta, then alpha. Not finite where the loss overflows. */
  readonly losses: readonly (readonly number[])[];
  /** Between its points the loss, or its logarithm, is bilinear. */
  readonly spacing: Spacing;
}

/** @param plane row by row */
export function fieldOf(plane: readonly PlanePoint[], spacing: Spacing): Field {
  const size = Math.sqrt(plane.length);
  const rows = Array.from({ length: size }, (_, k) => plane.slice(k * size, (k + 1) * size));
  return {
    at: rows[0]!.map(({ alpha }) => alpha),
    losses: rows.map((row) => row.map(({ loss }) => loss)),
    spacing,
  };
}

/** A rectangle in which the loss is between two levels. */
export interface Band {
  readonly alpha: number;
  readonly alpha2: number;
  readonly beta: number;
  readonly beta2: number;
  /** How many levels are below. */
  readonly band: number;
}

const scales: Readonly<Record<Spacing, (loss: number) => number>> = { linear: (loss) => loss, log: Math.log };

/** The corners of a cell of the grid, on the scale on which the loss is interpolated: left before right, low before high. */
function cornersOf(
  { losses, spacing }: Field,
  row: number,
  column: number,
): [number, number, number, number] {
  const scale = scales[spacing];
  const [low, high] = [losses[row]!, losses[row + 1]!];
  return [scale(low[column]!), scale(low[column + 1]!), scale(high[column]!), scale(high[column + 1]!)];
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/**
 * The field in steps: every cell of the grid is cut into `pieces` by `pieces`, and neighbors in a row between the same
 * levels are one rectangle. Cells with a corner that is not finite are left out.
 */
export function bandsOf(field: Field, levels: readonly number[], pieces: number): Band[] {
  const { at, spacing } = field;
  const cells = at.length - 1;
  const thresholds = levels.map(scales[spacing]);
  const bandOf = (value: number): number => thresholds.filter((level) => level <= value).length;
  const coordinate = (k: number): number => {
    const cell = Math.min(cells - 1, Math.floor(k / pieces));
    return mix(at[cell]!, at[cell + 1]!, k / pieces - cell);
  };
  const bandAt = (row: number, column: number): number | undefined => {
    const corners = cornersOf(field, Math.floor(row / pieces), Math.floor(column / pieces));
    if (!corners.every(Number.isFinite)) return undefined;
    const [a, b, c, d] = corners;
    const [x, y] = [column, row].map((k) => ((k % pieces) + 0.5) / pieces) as [number, number];
    return bandOf(mix(mix(a, b, x), mix(c, d, x), y));
  };
  const bands: Band[] = [];
  const fine = cells * pieces;
  for (let row = 0; row < fine; row++) {
    const ofRow = Array.from({ length: fine }, (_, column) => bandAt(row, column));
    for (let from = 0, to = 1; to <= fine; to++) {
      const band = ofRow[from];
      if (to < fine && ofRow[to] === band) continue;
      if (band !== undefined) {
        bands.push({
          ...{ alpha: coordinate(from), alpha2: coordinate(to) },
          ...{ beta: coordinate(row), beta2: coordinate(row + 1), band },
        });
      }
      from = to;
    }
  }
  return bands;
}

/** A point of the plane. */
export interface Place {
  readonly alpha: number;
  readonly beta: number;
}

/** A place, and the value there on the scale of the interpolation. */
type Corner = Place & { readonly value: number };

/** Where the loss is at a level along the edges of a triangle: nowhere, or at two places. */
function crossings(triangle: readonly Corner[], level: number): Place[] {
  return triangle.flatMap((a, k) => {
    const b = triangle[(k + 1) % triangle.length]!;
    if (a.value < level === b.value < level) return [];
    const share = (level - a.value) / (b.value - a.value);
    return [{ alpha: mix(a.alpha, b.alpha, share), beta: mix(a.beta, b.beta, share) }];
  });
}

/** The line on which the loss is at a level, as straight pieces; each cell of the grid is four triangles. */
export function isoline(field: Field, level: number): (readonly [Place, Place])[] {
  const { at, spacing } = field;
  const threshold = scales[spacing](level);
  const cells = at.slice(1).map((_, k) => k);
  return cells.flatMap((row) =>
    cells.flatMap((column) => {
      const values = cornersOf(field, row, column);
      if (!values.every(Number.isFinite)) return [];
      const [left, right, low, high] = [at[column]!, at[column + 1]!, at[row]!, at[row + 1]!];
      const [a, b, c, d] = values;
      const around: Corner[] = [
        { alpha: left, beta: low, value: a },
        { alpha: right, beta: low, value: b },
        { alpha: right, beta: high, value: d },
        { alpha: left, beta: high, value: c },
      ];
      const middle = { alpha: (left + right) / 2, beta: (low + high) / 2, value: (a + b + c + d) / 4 };
      return around.flatMap((corner, k) => {
        const [from, to] = crossings([corner, around[(k + 1) % 4]!, middle], threshold);
        return from && to ? [[from, to] as const] : [];
      });
    }),
  );
}
