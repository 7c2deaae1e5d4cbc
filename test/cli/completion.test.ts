import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completedCommands } from '../../src/cli/completion/completedCommands.ts';
import { completionScript } from '../../src/cli/completion/completionScript.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { lines, temporaryFolder } from './cli.ts';
import { inProcess } from './inProcess.ts';

const folder = temporaryFolder();
for (const name of ['runs', 'my runs']) mkdirSync(join(folder, name));
for (const name of ['study.yaml', 'a table.csv']) writeFileSync(join(folder, name), '');

const program = buildProgram();
const bash = completionScript('bash', program);

/** What bash offers for the last word of each line, which it splits as readline does: also at `=`. */
function offeredByBash(...commandLines: readonly string[]): string[][] {
  const asks = commandLines.map((line) => {
    const words = line.split(/ +|(?<==)|(?==)/).map((word) => `'${word}'`);
    return `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; COMPREPLY=(old); _measure
      printf '%s\\n' "\${COMPREPLY[@]}"; echo "--"`;
  });
  const script = [bash, ...asks].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('--\n').slice(0, -1).map(lines);
}

describe('measure completion bash', () => {
  it.each<[string, string[]]>([
    ['measure tr', ['train']],
    ['measure r', ['run', 'report', 'runs']],
    ['measure --v', ['--verbose', '--version']],
    ['measure run runs --asc', ['--ascent']],
    ['measure runs --asc', ['--ascent']],
    ['measure run runs --ascent a', ['apgd', 'average-gaussian', 'average-uniform']],
    ['measure run runs --ascent=p', ['pgd']],
    ['measure run runs --engine=', ['auto', 'native', 'wasm', 'cpu']],
    ['measure runs --normalization e', ['element']],
    ['measure runs --normalization none,f', ['none,filter']],
    ['measure runs --sigma rho/', ['rho/sqrt\\(k\\)']],
    ['measure runs --data r', ['runs']],
    ['measure runs --samples ', ['all']],
    ['measure runs --eta ', []],
    ['measure train --optimizer a', ['adam', 'adamw', 'asam']],
    ['measure train --out runs --no-f', ['--no-flip']],
    ['measure train s', ['study.yaml']],
    ['measure sweep ', ['asam-paper', 'laptop', 'runs', 'my runs', 'study.yaml', 'a table.csv']],
    ['measure correlate a', ['a table.csv']],
    ['measure inspect m', ['my runs']],
    ['measure data cifar', ['cifar-10', 'cifar-100']],
    ['measure engine ', ['install', 'bench']],
    ['measure help comp', ['completion']],
    ['measure completion z', ['zsh']],
  ])('%s', (line, offered) => {
    const [found = []] = offeredByBash(line);
    expect(found.sort()).toEqual(offered.sort());
  });

  it('offers every option of every command, and every choice', () => {
    const { commands } = completedCommands(program);
    expect(commands.length).toBeGreaterThan(9);
    const options = offeredByBash(...commands.map(({ name }) => `measure ${name} --`));
    expect(options).toEqual(commands.map((command) => command.options.map(({ name }) => name)));
    const chosen = program.commands.flatMap((command) =>
      command.options.flatMap(({ long, argChoices }) =>
        argChoices ? [{ line: `measure ${command.name()} ${long} `, argChoices }] : [],
      ),
    );
    const plain = (words: string[]) => words.map((word) => word.replaceAll('\\', ''));
    expect(offeredByBash(...chosen.map(({ line }) => line)).map(plain)).toEqual(
      chosen.map(({ argChoices }) => argChoices),
    );
  });

  it('is registered, and is printed', async () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', `${bash}\ncomplete -p measure`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('complete -F _measure measure\n');
    expect((await inProcess('completion', 'bash')).stdout).toBe(bash);
    const { shell, script } = JSON.parse((await inProcess('completion', 'bash', '--json')).stdout);
    expect({ shell, script }).toEqual({ shell: 'bash', script: bash });
  });
});

describe.each(['zsh', 'fish'] as const)('measure completion %s', (shell) => {
  it('has every command, option and choice', () => {
    const script = completionScript(shell, program);
    const flag = (name: string): string => (shell === 'zsh' ? name : `-l ${name.slice(2)}`);
    for (const { name, options } of completedCommands(program).commands) {
      expect(script).toContain(shell === 'zsh' ? `'${name}:` : `-a ${name} -d`);
      for (const option of options) {
        expect(script).toContain(flag(option.name));
        for (const word of option.values?.words ?? []) expect(script.replaceAll('\\', '')).toContain(word);
      }
    }
  });
});
