import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { engine, temporaryFolder } from '../cli/cli.ts';
import { blocks, root } from './pages.ts';

/** What the README does, in the folder of a reader who follows it. */
const folder = temporaryFolder();

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const [, script] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.demo.split(
  ' && node ',
);
beforeAll(() => {
  for (const name of ['dist', 'fixtures', 'node_modules', 'package.json']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  run([...script.split(' '), '--engine', engine]);
}, 300_000);

describe('README.md', () => {
  const [correlation, figure] = blocks('ts', 'README.md').map(({ text }) => text);
  const program = (text: string): string => run(['--input-type=module', '-e', text]);

  it('has a program that prints a line a measure', () => {
    symlinkSync(join(folder, 'out/demo'), join(folder, 'results'));
    const printed = program(correlation!).trimEnd().split('\n');
    expect(printed).toHaveLength(4);
    for (const line of printed)
      expect(line).toMatch(/^(adaptive_)?sharpness (2|inf) (none|element) [\d.]+ 0\.\d+ 36$/);
  });

  it('has a program that draws', () => {
    expect(program(figure!)).toContain("'$schema': 'https://vega.github.io/schema/vega-lite/v6.json'");
    expect(readFileSync(join(folder, 'scatter.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('has no other programs, nor has a page', () => {
    expect(blocks('ts')).toHaveLength(2);
  });

  it('shows the figure as the demo draws it', () => {
    const [, name] = /docs\/images\/([\w-]+\.png)/.exec(readFileSync(join(root, 'README.md'), 'utf8'))!;
    expect(sizeOf(join(root, 'docs/images', name!))).toEqual(sizeOf(join(folder, 'out/demo/report', name!)));
  });
});

/** The size of a PNG. */
function sizeOf(path: string): readonly number[] {
  const bytes = readFileSync(path);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
