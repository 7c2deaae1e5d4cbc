import { expect, it } from 'vitest';
import * as columns from '../../src/report/table/columns.ts';
import { pages } from './pages.ts';

const page = pages.get('docs/formats.md')!;

/** The columns that the page has of a table, in its order: the code in the first cells. */
function documented(table: string): string[] {
  const [, rows = ''] = new RegExp(`^\`${table}\`:.*\\n\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? [];
  return [...rows.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].flatMap(([, names]) => names!.split(', ')),
  );
}

const names = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name);

it.each([
  ['checkpoints', ['checkpoint', ...names(columns.performanceColumns)]],
  ['measurements', names(columns.measurementColumns)],
  ['correlations', names(columns.correlationColumns)],
  ['comparisons', names(columns.comparisonColumns)],
])('docs/formats.md has the columns of %s, in their order', (table, expected) => {
  expect(documented(table)).toEqual(expected);
});

it('docs/formats.md has the columns of robustness; from ascent on they are those of correlations', () => {
  const all = names(columns.robustnessColumns);
  const ascent = all.indexOf('ascent');
  expect(documented('robustness')).toEqual([...all.slice(0, 4), 'ascent', ...all.slice(4, ascent)]);
});
