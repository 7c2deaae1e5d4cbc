import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { engine, temporaryFolder } from '../cli/cli.ts';
import { blockCommands } from './commands.ts';
import { blocks, root } from './pages.ts';

/** What the README and the quick start do, in the folder of a reader who follows them. */
const folder = temporaryFolder();

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const [, script] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.demo.split(
  ' && node ',
);
let demo: string;

beforeAll(() => {
  for (const name of ['dist', 'fixtures', 'node_modules', 'package.json']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  demo = run([...script.split(' '), '--engine', engine]);
}, 300_000);

/** An output holds every line that is shown of it, in this order; `...` stands for whatever is left out. */
function expectShown(shown: string, output: string): void {
  let rest = output;
  for (const part of shown.split(/\.\.\.|\n/).filter((one) => one.trim() !== '')) {
    expect(rest).toContain(part.trimEnd());
    rest = rest.slice(rest.indexOf(part.trimEnd()) + part.trimEnd().length);
  }
}

describe('docs/quick-start.md', () => {
  const [ofDemo, ofInspect, ofSweep] = blocks('text', 'docs/quick-start.md').map(({ text }) => text);
  const lineWith = (start: string): readonly string[] =>
    blockCommands('docs/quick-start.md')
      .flatMap((command) => (command.kind === 'measure' && command.words[0] === start ? [command.words] : []))
      .at(-1)!;

  it('shows what the demo prints', () => {
    expectShown(ofDemo!, demo);
  });

  it('shows what inspect prints', () => {
    expectShown(ofInspect!, run(['dist/cli/main.js', ...lineWith('inspect')]));
  });

  it('has a sweep that trains and measures', () => {
    writeFileSync(join(folder, 'small.yaml'), blocks('yaml', 'docs/quick-start.md')[0]!.text);
    expectShown(
      ofSweep!,
      run(['dist/cli/main.js', ...lineWith('sweep'), '--engine', engine, '--workers', '1']),
    );
  }, 300_000);
});

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
