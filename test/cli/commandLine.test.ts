import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/cli/commandLine.ts';

test('a shell reads the words as they were', () => {
  const words = ['run', 'my runs', "it's", '$HOME', '--p', '2,inf', '', 'a\nb', '*'];
  const line = commandLine(words);
  expect(line).toMatch(/^measure run 'my runs' /);
  const script = `measure() { printf '%s\\0' "$@"; }; ${line}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(words);
});
