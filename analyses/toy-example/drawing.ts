import { type Point, TARGET } from './loss.ts';

export interface Frame {
  readonly w1: readonly [number, number];
  readonly w2: readonly [number, number];
}

/** The channel of an axis that shows exactly this range. */
export function axis(field: 'w1' | 'w2', [from, to]: readonly [number, number]): AxisChannel {
  return {
    field,
    type: 'quantitative',
    title: field === 'w1' ? 'w₁' : 'w₂',
    scale: { domain: [from, to], nice: false },
    axis: { grid: false, tickCount: 6 },
  };
}

interface AxisChannel {
  readonly field: string;
  readonly type: 'quantitative';
  readonly title: string;
  readonly scale: { domain: number[]; nice: false };
  readonly axis: { grid: false; tickCount: number };
}

/** The channels that join the points of a line. */
export const joined = {
  detail: { field: 'line', type: 'nominal' },
  order: { field: 'order', type: 'quantitative' },
} as const;

/** A point of a line in a figure; the points of one line have one `line`, and an order. */
export interface LinePoint {
  readonly line: string;
  readonly order: number;
  readonly w1: number;
  readonly w2: number;
}

const pieces = 80;

/**
 * Where the loss is `level` in the frame's upper right quadrant: the hyperbolas w1 w2 = 0.04 + level and, below the
 * valley, w1 w2 = 0.04 - level, so exact.
 */
export function contour(level: number, frame: Frame): LinePoint[] {
  const products = level === 0 ? [TARGET] : [TARGET + level, TARGET - level];
  return products.filter((product) => product > 0).flatMap((product) => hyperbola(product, frame));
}

/** w1 w2 = product, as far as it is in the frame, in steps of equal ratio. */
export function hyperbola(product: number, { w1: [left, right], w2: [, top] }: Frame): LinePoint[] {
  const from = Math.max(left, product / top);
  if (from >= right) return [];
  return Array.from({ length: pieces + 1 }, (_, order) => {
    const w1 = from * (right / from) ** (order / pieces);
    return { line: `w1 w2 = ${decimals(product)}`, order, w1: decimals(w1), w2: decimals(product / w1) };
  });
}

/** A point as a figure's data have it. */
export function place([w1, w2]: Point): { w1: number; w2: number } {
  return { w1: decimals(w1), w2: decimals(w2) };
}

/** To five decimals: finer than a figure shows. */
export function decimals(x: number): number {
  return Number(x.toFixed(5));
}

/** Points of lines as inline data: CSV, which is far shorter than JSON. No text in them holds a comma. */
export function csvData(points: readonly LinePoint[]): { values: string; format: CsvFormat } {
  const names = Object.keys(points[0] ?? {});
  const rows = points.map((point) => Object.values(point).join(','));
  return {
    values: [names.join(','), ...rows].join('\n'),
    format: { type: 'csv', parse: { order: 'number', w1: 'number', w2: 'number' } },
  };
}

interface CsvFormat {
  type: 'csv';
  parse: Record<'order' | 'w1' | 'w2', 'number'>;
}

export const text = { field: 'text', type: 'nominal' } as const;
/** A color that a datum has itself. */
export const ownColor = { field: 'color', type: 'nominal', scale: null } as const;
