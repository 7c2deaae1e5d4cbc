import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRows } from '../../../src/report/table/packedRows.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly order: number | 'inf' | null;
  readonly flag: boolean;
  readonly curve?: readonly number[];
}
const names = ['name', 'value', 'order', 'flag', 'curve'] as const;

const row: fc.Arbitrary<Row> = fc.record(
  {
    name: fc.constantFrom('a', 'b', ''),
    value: fc.oneof(fc.double(), fc.constantFrom(null, -0, Number.NaN, 0)),
    order: fc.constantFrom(2, 'inf' as const, null),
    flag: fc.boolean(),
    curve: fc.array(fc.double(), { maxLength: 3 }),
  },
  { requiredKeys: ['name', 'value', 'order', 'flag'], noNullPrototype: true },
);

describe('packed rows', () => {
  it('are the rows that they were, every time', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const packed = packRows<Row, (typeof names)[number]>(rows, names);
        expect(packed).toHaveLength(rows.length);
        // strict: -0 is not 0, and a property that is missing is not undefined
        expect([...packed]).toStrictEqual(rows);
        expect([...packed]).toStrictEqual(rows);
      }),
    );
  });

  it('are in blocks, each packed for itself: a column may change after many rows', () => {
    const count = 150_000;
    const rowAt = (at: number): Row => ({
      name: at < 70_000 ? 'same' : `name ${at}`,
      value: at < 140_000 ? at / 3 : null,
      order: at === 149_999 ? 'inf' : 2,
      flag: at % 2 === 0,
    });
    const packed = packRows<Row, (typeof names)[number]>(
      (function* () {
        for (let at = 0; at < count; at++) yield rowAt(at);
      })(),
      names,
    );
    expect(packed).toHaveLength(count);
    let at = 0;
    let wrong = 0;
    for (const { name, value, order, flag } of packed) {
      const expected = rowAt(at++);
      if (name !== expected.name || value !== expected.value) wrong += 1;
      if (order !== expected.order || flag !== expected.flag) wrong += 1;
    }
    expect({ at, wrong }).toEqual({ at: count, wrong: 0 });
  });
});
