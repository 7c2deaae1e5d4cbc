import { table } from 'arquero';
import { expect, it } from 'vitest';
import { correlateTable } from '../../src/correlation/correlateTable.ts';

const columns = {
  lr: [1, 2, 1, 2, 1, 2],
  act: ['relu', 'relu', 'tanh', 'tanh', 'gelu', 'gelu'],
  gap: [1, 2, 3, 4, 5, 6],
  sharpness: [1, 2, 4, 3, null, 7],
};
const asked = {
  gap: 'gap',
  measures: ['sharpness'],
  hyperparameters: ['lr', 'act'],
  resamples: 100,
} as const;

it('an Arquero table gives what its columns give', () => {
  const plain = correlateTable({ columns, ...asked });
  expect(plain.rows[0]!.models).toBe(5);
  expect(correlateTable({ columns: table(columns), ...asked })).toEqual(plain);
});

it('so do typed arrays, undefined cells, and rows that were filtered and ordered', () => {
  const typed = table({
    ...columns,
    gap: Float64Array.from(columns.gap),
    sharpness: columns.sharpness.map((value) => value ?? undefined),
  });
  expect(correlateTable({ columns: typed, ...asked })).toEqual(correlateTable({ columns, ...asked }));
  const few = typed.filter((row: { gap: number }) => row.gap < 5).orderby('sharpness');
  expect(correlateTable({ columns: few, ...asked }).rows[0]).toMatchObject({ models: 4, value: 4 / 6 });
});

it('a column that is missing or of another kind is named', () => {
  const of = (more: object) => () => correlateTable({ columns: table(columns), ...asked, ...more });
  expect(of({ gap: 'toString' })).toThrow('the table has no column "toString": its columns are "lr", "act"');
  expect(of({ measures: ['act'] })).toThrow('column "act" must hold numbers, but row 1 has "relu"');
  const dates = table({ day: [new Date(0)], gap: [1], sharpness: [1] });
  expect(of({ columns: dates, hyperparameters: ['day'] })).toThrow(
    'column "day" must hold numbers, texts or true and false, but row 1 has',
  );
});
