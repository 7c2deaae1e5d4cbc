import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type Engine, EngineError, type Precision } from '../../../src/engine/index.ts';
import { leaves, type TensorTree } from '../../../src/engine/tree.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** x -> a x + b, counted. */
type Walk = { readonly x: tf.Tensor; readonly steps: tf.Tensor };
type Line = { readonly a: tf.Tensor; readonly b: tf.Tensor };

function walk({ x, steps }: Walk, { a, b }: Line): { state: Walk; done: tf.Tensor } {
  const next = tf.add(tf.mul(a, x), b);
  return { state: { x: next, steps: tf.add(steps, 1) }, done: tf.greaterEqual(tf.max(next), 100) };
}

/** What `repeat` promises on every engine. All numbers are small enough that no precision rounds them. */
export function repeatSuite(engine: Engine, precision: Precision): void {
  const options = { name: 'the walk', precision };
  const numbers = (tensor: tf.Tensor): number[] => Array.from(engine.doubles(tensor));
  const tensor = (values: readonly number[], shape: readonly number[] = [values.length]): tf.Tensor =>
    precision === 'float64'
      ? engine.fromDoubles(values, shape)
      : tf.tensor([...values], [...shape], 'float32');
  const line: Line = { a: tensor([2], []), b: tensor([1], []) };
  const start: Walk = { x: tensor([0, 3]), steps: tensor([0], []) };

  function disposed<T>(f: { dispose(): void }, body: () => T): T {
    try {
      return body();
    } finally {
      f.dispose();
    }
  }

  describe(`a repeated function in ${precision}`, () => {
    test.each([0, 1, 2, 4])('is applied %i times', (count) => {
      const f = engine.repeat(walk, options);
      disposed(f, () => {
        const { x, steps } = f(count, start, line);
        expect(numbers(x)).toEqual([2 ** count - 1, 2 ** (count + 2) - 1]);
        expect(numbers(steps)).toEqual([count]);
      });
    });

    test('ends with the application that says that it is the last', () => {
      const f = engine.repeat(walk, options);
      disposed(f, () => {
        const { x, steps } = f(50, start, line);
        // 3 -> 7 -> 15 -> 31 -> 63 -> 127
        expect([numbers(x), numbers(steps)]).toEqual([[31, 127], [5]]);
        const arrived: Walk = { x: tensor([0, 60]), steps: tensor([0], []) };
        expect(numbers(f(50, arrived, line).steps)).toEqual([1]);
      });
    });

    test('gives a state of its own, also after no application', () => {
      const f = engine.repeat(walk, options);
      disposed(f, () => {
        for (const count of [0, 1]) {
          const end = f(count, start, line);
          tf.dispose([end.x, end.steps]);
          expect(numbers(start.x)).toEqual([0, 3]);
        }
      });
    });

    test('gives what the function gives when it is applied step by step', () => {
      type State = readonly [tf.Tensor, { readonly slope: tf.Tensor; readonly old: tf.Tensor }];
      const step = ([x, { slope }]: State, { target }: Tensors) => {
        const error = (at: tf.Tensor): tf.Tensor => tf.sum(tf.square(tf.sub(tf.tanh(at), target!)));
        const next = tf.add(tf.mul(slope, 0.5), tf.mul(tf.grad(error)(x), -0.1));
        const state: State = [tf.add(x, next), { slope: next, old: x }];
        return { state, done: tf.less(tf.max(tf.abs(next)), 1e-3) };
      };
      const [f, once] = [engine.repeat(step, options), engine.compile(step, options)];
      const target = tensor([0.5, -0.25, 0.125, 0], [2, 2]);
      const zeros = tensor([0, 0, 0, 0], [2, 2]);
      let state: State = [tensor([1, 2, -1, 0.5], [2, 2]), { slope: zeros, old: zeros }];
      const end = f(1000, state, { target });
      let count = 0;
      for (let done = false; !done; count++) {
        const next = once(state, { target });
        state = next.state;
        done = next.done.dataSync()[0] === 1;
      }
      expect(count).toBeGreaterThan(10);
      expect(count).toBeLessThan(1000);
      leaves(end).forEach((tensor, k) => {
        const expected = numbers(leaves(state)[k]!);
        numbers(tensor).forEach((value, j) => {
          expect(Math.abs(value - expected[j]!)).toBeLessThan(precision === 'float64' ? 1e-14 : 1e-6);
        });
      });
      f.dispose();
      once.dispose();
    });

    test('holds integers, booleans and several shapes in its state', () => {
      const step = ({ n, odd, matrix, sum }: Tensors, { rows }: { readonly rows: readonly tf.Tensor[] }) => {
        const [first, second] = rows as [tf.Tensor, tf.Tensor];
        const state: Tensors = {
          n: tf.add(n!, tf.scalar(1, 'int32')),
          odd: tf.logicalNot(odd!),
          matrix: tf.add(matrix!, tf.where(odd!, first, second)),
          sum: tf.add(sum!, tf.cast(n!, 'float32')),
        };
        return { state, done: tf.greaterEqual(state.n!, tf.scalar(5, 'int32')) };
      };
      const f = engine.repeat(step, options);
      disposed(f, () => {
        const begin: Tensors = {
          n: tf.scalar(0, 'int32'),
          odd: tf.tensor1d([false, true], 'bool'),
          matrix: tensor([0, 0, 0, 0, 0, 0], [3, 2]),
          sum: tensor([0], []),
        };
        const rows = [tensor([1, 1]), tensor([10, 10])];
        const end = f(9, begin, { rows });
        expect([end.n!.dtype, numbers(end.n!)]).toEqual(['int32', [5]]);
        expect([end.odd!.dtype, numbers(end.odd!)]).toEqual(['bool', [1, 0]]);
        expect([end.matrix!.shape, numbers(end.matrix!)]).toEqual([
          [3, 2],
          [32, 23, 32, 23, 32, 23],
        ]);
        expect(numbers(end.sum!)).toEqual([10]);
      });
    });

    test('serves other shapes and structures', () => {
      const double = (state: readonly tf.Tensor[], { by }: Tensors) => ({
        state: state.map((one) => tf.mul(one, by!)),
        done: tf.scalar(false, 'bool'),
      });
      const f = engine.repeat<readonly tf.Tensor[], Tensors>(double, options);
      const by = tensor([2], []);
      disposed(f, () => {
        expect(f(3, [tensor([1, 2])], { by }).map(numbers)).toEqual([[8, 16]]);
        expect(f(2, [tensor([1, 2, 3])], { by }).map(numbers)).toEqual([[4, 8, 12]]);
        expect(f(1, [tensor([1], []), tensor([5, 6], [1, 2])], { by }).map(numbers)).toEqual([[2], [10, 12]]);
        expect(f(4, [tensor([1, 2])], { by: tensor([1, 3]) }).map(numbers)).toEqual([[1, 162]]);
      });
    });

    test('may pass on, exchange and set parts of its state, and fix nothing', () => {
      const f = engine.repeat<Tensors, Tensors>(({ a, b, c, d }) => {
        return { state: { a: b!, b: a!, c: c!, d: tf.onesLike(d!) }, done: tf.equal(tf.max(c!), 0) };
      }, options);
      disposed(f, () => {
        const state = { a: tensor([1]), b: tensor([2]), c: tensor([3]), d: tensor([4]) };
        const end = f(3, state, {});
        expect([end.a, end.b, end.c, end.d].map((one) => numbers(one!))).toEqual([[2], [1], [3], [1]]);
      });
    });

    test('takes the same tensor in several places', () => {
      const f = engine.repeat<readonly tf.Tensor[], readonly tf.Tensor[]>(([x, y], [z]) => {
        return { state: [tf.add(x!, z!), tf.sub(y!, z!)], done: tf.scalar(false, 'bool') };
      }, options);
      const one = tensor([1]);
      disposed(f, () => {
        expect(f(2, [one, one], [one]).map(numbers)).toEqual([[3], [-1]]);
        expect(numbers(one)).toEqual([1]);
      });
    });

    test.each<[what: string, change: (x: tf.Tensor) => TensorTree, gives: string]>([
      ['shape', (x) => ({ x: tf.concat([x, x]) }), '{"x":*} float32[4]'],
      ['type', (x) => ({ x: tf.cast(x, 'int32') }), '{"x":*} int32[2]'],
      ['structure', (x) => ({ x, y: x }), '{"x":*,"y":*} float32[2],float32[2]'],
      ['name', (x) => ({ y: x }), '{"y":*} float32[2]'],
    ])('refuses to change the %s of its state', (_what, change, gives) => {
      const step = ({ x }: Tensors) => ({ state: change(x!) as Tensors, done: tf.scalar(false, 'bool') });
      const f = engine.repeat<Tensors, Tensors>(step, options);
      const x = tensor([1, 2]);
      disposed(f, () => {
        const { numTensors } = tf.memory();
        expect(() => f(2, { x }, {})).toThrow(
          new EngineError(
            `the walk must give a state like the one it takes, but takes {"x":*} float32[2] and gives ${gives}`,
          ),
        );
        expect(tf.memory().numTensors).toBe(numTensors);
        expect(numbers(x)).toEqual([1, 2]);
      });
    });

    test('leaves no tensor but the state that it ends with, which belongs to the enclosing tidy', () => {
      const f = engine.repeat(walk, options);
      disposed(f, () => {
        const { numTensors, numDataBuffers } = tf.memory();
        tf.tidy(() => {
          for (const count of [0, 3, 50]) f(count, start, line);
          expect(tf.memory().numTensors).toBe(numTensors + 6);
        });
        expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
      });
    });

    test('holds no state but the last while it runs', () => {
      let most = 0;
      const counted: typeof walk = (state, fixed) => {
        most = Math.max(most, tf.memory().numTensors);
        return walk(state, fixed);
      };
      const small: Line = { a: tensor([0.5], []), b: tensor([0], []) };
      const f = engine.repeat(counted, options);
      disposed(f, () => {
        f(3, start, small);
        const afterFew = most;
        const { numTensors } = tf.memory();
        tf.dispose(leaves(f(100, start, small)));
        expect(most).toBeLessThanOrEqual(Math.max(afterFew, numTensors + 4));
      });
    });

    test('leaves nothing after many are made, run and disposed', () => {
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      for (let k = 0; k < 20; k++) {
        const f = engine.repeat(walk, options);
        disposed(f, () => tf.dispose(leaves(f(3, start, line))));
      }
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    });

    test('passes on what its function throws, and the engine goes on', () => {
      const f = engine.repeat<Tensors, Tensors>(
        ({ x }, { y }) => ({
          state: { x: tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D) },
          done: tf.scalar(false, 'bool'),
        }),
        options,
      );
      disposed(f, () => {
        const [x, y] = [tensor([1, 1, 0, 1], [2, 2]), tensor([1, 2, 3], [3, 1])];
        const { numTensors } = tf.memory();
        expect(() => f(2, { x }, { y })).toThrow(/matMul|Matrix/);
        expect(tf.memory().numTensors).toBe(numTensors);
        expect(numbers(f(2, { x }, { y: x }).x!)).toEqual([1, 3, 0, 1]);
      });
    });

    test('refuses to run once disposed, by its name', () => {
      const f = engine.repeat(walk, options);
      f(1, start, line);
      f.dispose();
      f.dispose();
      expect(() => f(1, start, line)).toThrow(new EngineError('the walk was disposed'));
    });
  });
}
