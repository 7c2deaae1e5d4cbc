import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { temporaryFolder } from '../cli/cli.ts';
import { inProcess } from '../cli/inProcess.ts';
import { blockCommands, inlineCommands, type PageCommand } from './commands.ts';
import { blocks, inlineCode, pages, root } from './pages.ts';
import { understand } from './understand.ts';

/**
 * The commands of the pages run in a folder that lacks what would take long: no dataset, no model, no cluster. Each gets
 * as far as that lets it, which is past all that can be wrong with a command line, a study or a recipe.
 */

const folder = temporaryFolder();
const { env } = process;
const cwd = process.cwd();

beforeAll(() => {
  for (const name of ['runs', 'results']) mkdirSync(join(folder, name));
  symlinkSync(join(root, 'analyses'), join(folder, 'analyses'));
  const files = { 'study.yaml': 'studies', 'recipe.yaml': 'training', 'small.yaml': 'quick-start' };
  for (const [file, page] of Object.entries(files)) {
    writeFileSync(join(folder, file), blocks('yaml', `docs/${page}.md`)[0]!.text);
  }
  process.env = { ...env, PATH: folder };
  process.chdir(folder);
});

afterAll(() => {
  process.env = env;
  process.chdir(cwd);
});

type Measure = Extract<PageCommand, { kind: 'measure' }>;
const isMeasure = (command: PageCommand): command is Measure => command.kind === 'measure';

type OfNpm = Exclude<PageCommand, Measure>;

function ofNpm(kind: OfNpm['kind']): OfNpm[] {
  const isOfNpm = (command: PageCommand): command is OfNpm => command.kind === kind;
  return [...blockCommands(), ...inlineCommands()].filter(isOfNpm);
}

/** What may be missing; whatever else ends a command is the command's own fault. */
const missing =
  /no checkpoint to measure|no such (file|folder)|not an output folder|sbatch is not installed here/;
/** What starts or installs engines, or gets a dataset: their own tests do that. */
const isOnlyParsed = ([command]: readonly string[]): boolean =>
  ['engine', 'doctor', 'data'].includes(command!);

describe('the lines of shell blocks', () => {
  it.each(blockCommands().filter(isMeasure))('$where: $line', async ({ words }) => {
    await understand(words);
    if (isOnlyParsed(words)) return;
    const { code, stderr } = await inProcess(...words);
    if (code !== 0) expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(missing) });
  });

  it('of the README begin with the two that do everything', () => {
    expect(blockCommands('README.md').slice(0, 2)).toMatchObject([{ name: 'demo' }, { name: 'test' }]);
  });

  it('are commands of npm or of this package, and its scripts exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = ofNpm('script');
    expect(named.length).toBeGreaterThan(5);
    for (const { where, name } of named) expect(Object.keys(scripts), where).toContain(name);
  });

  it('of npm itself are what a test of the package does', () => {
    const packageTest = readFileSync(join(root, 'test/package.test.ts'), 'utf8');
    for (const { where, name } of ofNpm('npm')) expect(packageTest, where).toContain(`'${name}'`);
  });
});

/** Commands that are shown because they are mistyped. */
const mistyped = ['measure trian', 'measure runs --sampels 10', 'measure train --lr 0.1'];
const { commands, options } = buildProgram();
const names = commands.map((command) => command.name());

describe('commands in sentences and tables', () => {
  const inline = inlineCommands().filter(isMeasure);

  it.each(inline.filter(({ line }) => mistyped.includes(line)))(
    '$where: $line is mistyped',
    async ({ words }) => {
      expect(await inProcess(...words)).toMatchObject({ code: 2 });
    },
  );

  it.each(inline.filter(({ line }) => !mistyped.includes(line)))('$where: $line', async ({ words }) => {
    const [name, ...others] = words.map(exampleOf);
    const isFolder = words[0] === '<folder...>' || words[0] === 'runs';
    if (!isFolder) expect(names).toContain(name);
    if (others.length > 0) await understand([name!, ...others].filter((word) => word !== ''));
  });
});

/** What stands for a word that a reader has to fill in; nothing for one that may be left out. */
function exampleOf(word: string): string {
  if (word.startsWith('[')) return '';
  const examples: Record<string, string> = { '<shell>': 'bash', '<command>': 'run', LIST: 'all' };
  return examples[word] ?? word;
}

/** Options of other programs, which a page speaks of. */
const ofOthers =
  '--array --job-name --output --open-mode --requeue --wait --clusters --test-only --export --account --mem --constraint --cpus-per-task --ignore-scripts --max-old-space-size';

it('every option of a command is named in a page', () => {
  const text = [...pages.values()].join('\n');
  const named = commands.flatMap((command) => command.options).filter(({ negate }) => !negate);
  for (const { long } of named) expect(text).toMatch(new RegExp(`${long}(?![\\w-])`));
});

it('every option that a page names is one of a command', () => {
  const declared = [...options, ...commands.flatMap((command) => command.options)].map(({ long }) => long);
  const known = [...declared, ...ofOthers.split(' '), '--help'];
  for (const { page, line, text } of inlineCode.filter(({ text }) => !mistyped.includes(text))) {
    for (const [option] of text.matchAll(/(?<![\w-])--[a-z][a-z0-9-]*/g)) {
      expect(known, `${page}:${line}`).toContain(option);
    }
  }
});
