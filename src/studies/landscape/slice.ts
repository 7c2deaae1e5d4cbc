import type { BiasBnPolicy } from '../../sharpness/landscape/directions.ts';

/** Where the loss around the weights is evaluated. */
export interface SliceOptions {
  /** Points on each axis: odd, so that the weights are one of them. */
  readonly points: number;
  /** How far the plane reaches in each direction, where 1 is as far as the weights of each filter are from 0. */
  readonly span: number;
  readonly biasBn: BiasBnPolicy;
}

/** How far the line through the maximizer reaches, where 1 is the maximizer. */
const LINE_SPAN = 2;

/** `points` numbers from -span to span; the one in the middle is 0. */
export function coordinates({ points, span }: Pick<SliceOptions, 'points' | 'span'>): number[] {
  const half = (points - 1) / 2;
  return Array.from({ length: points }, (_, k) => ((k - half) * span) / half);
}

/** t of the line through the maximizer: as many points, and always the maximizer itself. */
export function lineCoordinates({ points }: Pick<SliceOptions, 'points'>): number[] {
  const evenly = coordinates({ points, span: LINE_SPAN });
  return evenly.includes(1) ? evenly : [...evenly, 1].sort((a, b) => a - b);
}
