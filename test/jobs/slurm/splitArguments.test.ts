import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitArguments } from '../../../src/jobs/slurm/index.ts';

test.each([
  ['', []],
  ['  \n\t ', []],
  ['--mem=4G', ['--mem=4G']],
  ['  -A  my-account   --exclusive ', ['-A', 'my-account', '--exclusive']],
  [`--comment="two words" -C 'a&b|c'`, ['--comment=two words', '-C', 'a&b|c']],
  [`a\\ b "" '' c"d"'e'`, ['a b', '', '', 'cde']],
  [`"\\"\\\\\\$\\n" '\\n'`, ['"\\$\\n', '\\n']],
  ['$HOME `id` *;rm', ['$HOME', '`id`', '*;rm']],
])('%j is split as a shell does', (text, words) => {
  expect(splitArguments(text)).toEqual(words);
});

test.each([
  [`--comment="two words`, /" is not closed$/],
  [`it's`, /' is not closed$/],
  ['end\\', /nothing follows the last \\$/],
])('%j is refused', (text, message) => {
  expect(() => splitArguments(text)).toThrow(message);
});

test('bash splits the same, where nothing is to be expanded', () => {
  const character = fc.constantFrom('a', '-', '=', ' ', '\t', '"', "'", '\\', '%', ',');
  const line = fc.string({ unit: character, maxLength: 12 });
  const lines = fc.sample(line, { numRuns: 400, seed: 7 }).filter(isWhole);
  expect(lines.length).toBeGreaterThan(100);
  const script = lines.map((text) => `show ${text}`).join('\n');
  const bash = execFileSync('bash', ['-c', `show() { printf '<%s>' "$@"; echo; }\n${script}`], {
    encoding: 'utf8',
  });
  const ours = lines.map(
    (text) =>
      splitArguments(text)
        .map((word) => `<${word}>`)
        .join('') || '<>',
  );
  expect(bash.trimEnd().split('\n')).toEqual(ours);
});

function isWhole(text: string): boolean {
  try {
    splitArguments(text);
    return true;
  } catch {
    return false;
  }
}
