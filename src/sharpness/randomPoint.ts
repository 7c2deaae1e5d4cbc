import type { Engine, Tensors } from '../engine/index.ts';
import type { RandomStream } from '../random/stream.ts';
import type { BallOrder } from './ball.ts';

/** Random values of a parameter's shape, drawn in the order of the stream. */
export function randomTensors(engine: Engine, parameters: Tensors, draw: () => number): Tensors {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, w]) => {
      const values = Float64Array.from({ length: w.size }, draw);
      return [name, engine.fromDoubles(values, w.shape)];
    }),
  );
}

interface RandomPointOptions {
  readonly parameters: Tensors;
  /** The diagonal of T_w, in full shape: where it is 0, the point has 0. */
  readonly operator: Tensors;
  readonly p: BallOrder;
  readonly stream: RandomStream;
}

/**
 * A random point of the unit ball: uniform on the sphere for p = 2 (where almost all of a ball in so many dimensions
 * is), uniform in the box for p = infinity.
 */
export function randomPoint(
  engine: Engine,
  { parameters, operator, p, stream }: RandomPointOptions,
): Tensors {
  const draw = p === 2 ? stream.normal : () => 2 * stream.uniform() - 1;
  const drawn = Object.entries(parameters).map(([name, w]) => {
    const isPerturbed = engine.doubles(operator[name]!);
    return {
      name,
      w,
      values: Float64Array.from({ length: w.size }, (_, k) => (isPerturbed[k] ? draw() : 0)),
    };
  });
  const norm =
    p === 2 ? Math.sqrt(drawn.reduce((sum, { values }) => values.reduce((s, v) => s + v * v, sum), 0)) : 1;
  return Object.fromEntries(
    drawn.map(({ name, w, values }) => [
      name,
      engine.fromDoubles(
        values.map((v) => v / (norm || 1)),
        w.shape,
      ),
    ]),
  );
}
