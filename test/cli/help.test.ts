import { afterEach, describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { lines } from './cli.ts';
import { inProcess } from './inProcess.ts';

/** Each command's help is in `test/cli/snapshots/help`; `npx vitest run test/cli/help.test.ts -u` writes them. */

const program = buildProgram();
const commands = program.commands.map((command) => command.name());
const { columns } = process.stdout;

afterEach(() => {
  process.stdout.columns = columns;
});

/** The help as it is on a terminal of so many columns. */
async function helpOf(words: readonly string[], width: number): Promise<string> {
  process.stdout.columns = width;
  const { code, stdout, stderr } = await inProcess(...words, '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const longest = (text: string): number => Math.max(...lines(text).map((line) => line.length));

describe.each(commands)('the help of %s', (command) => {
  it('is this', async () => {
    await expect(await helpOf([command], 80)).toMatchFileSnapshot(`./snapshots/help/${command}.txt`);
  });

  it('keeps to the terminal, and to 100 columns of a wide one', async () => {
    expect(longest(await helpOf([command], 80))).toBeLessThanOrEqual(80);
    const wide = await helpOf([command], 250);
    expect(longest(wide)).toBeLessThanOrEqual(100);
    expect(wide).toBe(await helpOf([command], 100));
  });

  it('ends with examples that are command lines of it', async () => {
    const [, examples = ''] = (await helpOf([command], 80)).split('\nExamples:\n');
    const shown = lines(examples).map((line) => line.trim());
    expect(shown.length).toBeGreaterThan(0);
    const { options } = program.commands.find((one) => one.name() === command)!;
    for (const line of shown) {
      expect(line).toMatch(new RegExp(`\\bmeasure (${command}|runs)\\b`));
      const known = options.map(({ long }) => long);
      for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(known).toContain(option);
    }
  });
});

it('the help of all together is this', async () => {
  await expect(await helpOf([], 80)).toMatchFileSnapshot('./snapshots/help/measure.txt');
});
