import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromCanonicalJson, toCanonicalJson } from '../../src/jobs/canonicalJson.ts';
import { plainData } from './plainData.ts';

test('plain data survives, every double included', () => {
  fc.assert(
    fc.property(plainData, (value) => {
      expect(fromCanonicalJson(toCanonicalJson(value))).toStrictEqual(value);
    }),
  );
});

test('the doubles that JSON lacks', () => {
  expect(toCanonicalJson([Number.NaN, Infinity, -Infinity, -0])).toBe(
    '[{"$number":"NaN"},{"$number":"Infinity"},{"$number":"-Infinity"},{"$number":"-0"}]',
  );
});

test('the order of keys does not matter, and undefined is left out', () => {
  expect(toCanonicalJson({ b: 1, a: { d: 2, c: undefined } })).toBe('{"a":{"d":2},"b":1}');
});

test.each([[Float32Array.of(1)], [new Map()], [() => 1], [{ $number: '1' }], [1n]])(
  '%s is refused',
  (value) => {
    expect(() => toCanonicalJson(value)).toThrow('no plain data');
  },
);
