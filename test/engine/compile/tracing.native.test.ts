import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dropout, type Engine, EngineError, relu } from '../../../src/engine/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { normals, read, tensorOf } from '../../support/hostTensors.ts';

type Unary = (x: tf.Tensor) => tf.Tensor;

/** Functions that cannot be compiled, each made before it is, and what the error says. */
const refused: readonly [what: string, make: (engine: Engine) => Unary, message: RegExp][] = [
  ['reads a value back', () => (x) => tf.scalar(x.dataSync()[0]!), /read a value back/],
  ['reads an array back', () => (x) => tf.tensor(x.arraySync()), /read a value back/],
  ['uses a tensor from outside', () => times(tf.tensor1d([1, 2])), /\[2\] from outside/],
  ['uses a computed tensor from outside', () => times(tf.add(tf.tensor1d([1, 2]), 1)), /\[2\] from outside/],
  ['uses a clone from outside', () => times(tf.clone(tf.tensor1d([1, 2]))), /\[2\] from outside/],
  ['uses a variable', () => times(tf.variable(tf.tensor1d([1, 2]))), /\[2\] from outside/],
  ['returns a tensor from outside', () => returns(tf.tensor1d([1, 2])), /\[2\] from outside/],
  [
    'returns a computed tensor from outside',
    () => returns(tf.neg(tf.tensor1d([1, 2]))),
    /\[2\] from outside/,
  ],
  ['uses a tensor that its first trace kept', keeping, /\[2\] from outside/],
  ['draws random numbers', () => (x) => tf.add(x, tf.randomUniform([2])), /is not pure/],
  ['drops out by tfjs', () => (x) => tf.dropout(x, 0.5), /is not pure/],
  ['draws from logits', () => (x) => tf.multinomial(x as tf.Tensor1D, 5), /is not pure/],
  ['counts its calls', () => counting((x, calls) => tf.add(x, calls)), /is not pure/],
  ['does more when called again', () => counting((x, calls) => (calls > 1 ? tf.neg(x) : x)), /is not pure/],
  ['does less when called again', () => counting((x, calls) => (calls > 1 ? x : tf.neg(x))), /is not pure/],
  ['calls a compiled function', (engine) => engine.compile((x: tf.Tensor) => tf.neg(x)), /within another/],
  ['calls a compiled function that ran before', ranBefore, /within another/],
];

function times(outside: tf.Tensor): Unary {
  return (x) => tf.mul(x, outside);
}

function returns(outside: tf.Tensor): Unary {
  return () => outside;
}

function keeping(): Unary {
  let kept: tf.Tensor | undefined;
  return (x) => {
    kept ??= tf.keep(tf.neg(x));
    return tf.add(x, kept);
  };
}

function counting(fn: (x: tf.Tensor, calls: number) => tf.Tensor): Unary {
  let calls = 0;
  return (x) => fn(x, ++calls);
}

function ranBefore(engine: Engine): Unary {
  const compiled = engine.compile((x: tf.Tensor) => tf.neg(x));
  compiled(tf.tensor1d([1, 2])).dispose();
  return (x) => compiled(x);
}

function expectEngineError(run: () => unknown, message: RegExp): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(EngineError);
  expect((thrown as EngineError).message).toMatch(message);
}

await describeOn('native', (engine) => {
  describe('tracing', () => {
    test('gives the very bits of the eager run where TensorFlow rewrites nothing', () => {
      const network = (x: tf.Tensor4D, filter: tf.Tensor4D, matrix: tf.Tensor2D): tf.Tensor => {
        const hidden = relu(tf.conv2d(x, filter, 1, 'same'));
        return tf.matMul(tf.reshape(hidden, [2, -1]) as tf.Tensor2D, matrix);
      };
      const inputs = [
        tensorOf(normals(1, [2, 6, 6, 3])) as tf.Tensor4D,
        tensorOf(normals(2, [3, 3, 3, 4])) as tf.Tensor4D,
        tensorOf(normals(3, [144, 5])) as tf.Tensor2D,
      ] as const;
      const f = engine.compile(network);
      expect(read(engine, () => f(...inputs))).toEqual(read(engine, () => network(...inputs)));
      f.dispose();
    });

    test('happens once for each structure, shape and type', () => {
      const fn = vi.fn((x: readonly tf.Tensor[]) => tf.stack([...x]));
      const f = engine.compile(fn);
      const runs: (() => tf.Tensor)[] = [
        () => f([tf.tensor1d([1, 2])]),
        () => f([tf.tensor1d([1, 2, 3])]),
        () => f([tf.tensor2d([[1, 2]])]),
        () => f([tf.tensor1d([1, 2], 'int32')]),
        () => f([tf.tensor1d([1, 2]), tf.tensor1d([1, 2])]),
      ];
      const traces = runs.map((run) => {
        const before = fn.mock.calls.length;
        run();
        return fn.mock.calls.length > before;
      });
      expect(traces).toEqual(runs.map(() => true));
      const before = fn.mock.calls.length;
      for (const run of runs) run();
      expect(fn.mock.calls.length).toBe(before);
      f.dispose();
    });

    test.each(refused)('refuses a function that %s', (_what, make, message) => {
      const f = engine.compile(make(engine), { name: 'the function' });
      const x = tf.tensor1d([3, 4]);
      expectEngineError(() => f(x), message);
      // and the engine is as before
      const g = engine.compile((v: tf.Tensor) => tf.add(v, 1));
      expect(Array.from(g(x).dataSync())).toEqual([4, 5]);
      expect(Array.from(tf.sub(x, 1).dataSync())).toEqual([2, 3]);
      g.dispose();
      f.dispose();
    });

    test('names the function that is refused', () => {
      const f = engine.compile((x: tf.Tensor) => tf.add(x, Math.random()), { name: 'the draw' });
      expect(() => f(tf.scalar(1))).toThrow(/^the draw is not pure: .*operation \d+ \(\w+\)/);
    });

    test('takes randomness as an argument', () => {
      const fn = (x: tf.Tensor, seed: tf.Tensor1D) => dropout(x, 0.5, seed);
      const f = engine.compile(fn);
      const x = tf.ones([100]);
      const draws = [1, 2, 1].map((run) => {
        const seed = tf.tensor1d([run, 0], 'int32');
        expect(read(engine, () => f(x, seed))).toEqual(read(engine, () => fn(x, seed)));
        return read(engine, () => f(x, seed)).join();
      });
      expect(draws[2]).toBe(draws[0]);
      expect(draws[1]).not.toBe(draws[0]);
      f.dispose();
    });

    test('keeps the constants that it saw, whatever becomes of their array', () => {
      const data = Float32Array.from([1, 2, 3, 4]);
      const f = engine.compile((x: tf.Tensor) => tf.add(x, tf.tensor1d(data)));
      const x = tf.zeros([4]);
      f(x);
      data.fill(9);
      expect(Array.from(f(x).dataSync())).toEqual([1, 2, 3, 4]);
      f.dispose();
    });

    test('leaves no file', () => {
      const folder = mkdtempSync(join(tmpdir(), 'compile-'));
      vi.stubEnv('TMPDIR', folder);
      onTestFinished(() => {
        vi.unstubAllEnvs();
        rmSync(folder, { recursive: true });
      });
      const f = engine.compile((x: tf.Tensor) => tf.neg(x));
      f(tf.scalar(1));
      expect(readdirSync(folder)).toEqual([]);
      f.dispose();
    });
  });

  test('a run that fails is an EngineError that names the function and the reason', () => {
    const f = engine.compile((x: tf.Tensor, at: tf.Tensor) => tf.gatherND(x, at), { name: 'the choice' });
    const x = tf.tensor1d([1, 2, 3]);
    expect(Array.from(f(x, tf.tensor2d([[2]], [1, 1], 'int32')).dataSync())).toEqual([3]);
    expectEngineError(() => f(x, tf.tensor2d([[7]], [1, 1], 'int32')), /^the choice failed: .*7/s);
    f.dispose();
  });
});
