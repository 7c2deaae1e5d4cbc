import type { RandomStream } from '../random/stream.ts';
import type { BallOrder } from './ball.ts';

/**
 * A random point of the unit ball: uniform on the sphere for p = 2 (where almost all of a ball in so many dimensions
 * is), uniform in the box for p = infinity.
 *
 * @param operator the diagonal of T_w: where it is 0, the point has 0
 */
export function randomPoint(stream: RandomStream, operator: Float64Array, p: BallOrder): Float64Array {
  const draw = p === 2 ? stream.normal : () => 2 * stream.uniform() - 1;
  const z = operator.map((T) => (T > 0 ? draw() : 0));
  if (p === 'inf') return z;
  const norm = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? z : z.map((value) => value / norm);
}
