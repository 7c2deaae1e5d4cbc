import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startDistinct } from '../../../src/report/table/distinctRows.ts';

const cell = fc.constantFrom('a', 'b', 0, 1, null);

it('finds the first row that repeats an earlier one, and none where there is none', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }), (rows) => {
      const distinct = startDistinct();
      rows.forEach(([subject, ...more], row) => {
        distinct.add(subject, more, row + 10);
      });
      const keys = rows.map((row) => JSON.stringify(row));
      const row = keys.findIndex((key, at) => keys.indexOf(key) < at);
      const expected = row === -1 ? undefined : { row: row + 10, earlier: keys.indexOf(keys[row]!) + 10 };
      expect(distinct.firstRepeat()).toEqual(expected);
    }),
  );
});
