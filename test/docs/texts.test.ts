import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings, resolveRecipe } from '../../src/studies/recipe/index.ts';
import { lineOf } from '../studies/sweep/studyFile.ts';
import { allBlocks, blocks, root } from './pages.ts';

/** The languages of blocks, and the tests that run them. */
const runners: Readonly<Record<string, string>> = {
  sh: 'test/docs/commands.test.ts',
  json: 'test/docs/files.test.ts',
  yaml: 'test/docs/files.test.ts',
  ts: 'test/docs/demo.test.ts',
  python: 'test/docs/pytorch.test.ts',
};

/** What a page shows of outputs, and the tests that make them. */
const outputs: Readonly<Record<string, string>> = {
  'docs/architecture.md': 'test/docs/texts.test.ts',
  'docs/command-line.md': 'test/cli/doctor.test.ts',
  'docs/engines.md': 'test/studies/lostPiece.test.ts',
  'docs/pytorch.md': 'test/docs/pytorch.test.ts',
  'docs/quick-start.md': 'test/docs/demo.test.ts',
  'docs/studies.md': 'test/cli/studiesPage.test.ts',
  'docs/training.md': 'test/docs/texts.test.ts',
};

describe('every block of the pages is run or held by a test', () => {
  it.each(allBlocks)('$page:$line $language', ({ page, language }) => {
    const file = language === 'text' ? outputs[page] : runners[language];
    expect(file).toBeDefined();
    const reads = language === 'text' ? new RegExp(`blocks\\('text', '${page}'\\)`) : /block(s|Commands)\(/;
    expect(readFileSync(join(root, file!), 'utf8').search(reads)).toBeGreaterThan(0);
  });
});

it('docs/architecture.md names functions that there are', () => {
  const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    .join('\n');
  const [drawing] = blocks('text', 'docs/architecture.md');
  const named = drawing!.text.match(/\b[a-z]+[A-Z]\w+/g)!;
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(source).toMatch(new RegExp(`export (async )?function ${name}\\b`));
});

it('docs/training.md shows errors of recipes as they are', () => {
  const recipe = (line: string): string => `training:\n${'#\n'.repeat(6)}  ${line}\n`;
  const errorOf = (line: string): string =>
    lineOf(() => resolveRecipe(parseSettings(recipe(line), 'recipe.yaml'), undefined));
  const [shown] = blocks('text', 'docs/training.md');
  const lines = [errorOf('optimizer: asam\n  rho: "0,5"'), errorOf('epochs: 1\n  rho: 0.5')];
  expect(shown!.text).toBe(lines.map((line) => `measure: ${line}\n`).join(''));
});
