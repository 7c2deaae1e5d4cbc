import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, expectOneLine, goldenRuns, main, start, temporaryFolder } from './cli.ts';
import { inProcess } from './inProcess.ts';

const folder = temporaryFolder();

describe('wrong usage is one line and exit code 2', () => {
  it.each<[string[], RegExp]>([
    [[], /missing required argument 'folder'/],
    [['rnu', 'runs'], /"rnu" is neither a command nor a folder: did you mean "measure run"\?/],
    [['corelate', 'x.csv'], /did you mean "measure correlate"\?/],
    [['no/such/folder/anywhere'], /neither a command nor a folder: "measure --help"/],
    [['run', goldenRuns, '--sampels', '8'], /unknown option --sampels: did you mean --samples\?/],
    [
      ['run', goldenRuns, '--ascent', 'sgd'],
      /--ascent sgd: allowed choices are one-step, pgd, apgd.*; did you mean pgd\?/,
    ],
    [['run', goldenRuns, '--ascent', 'pgd', '--p', '3'], /--ascent pgd knows p = 2 and inf, not 3/],
    [
      ['run', goldenRuns, '--steps', '5'],
      /--steps says nothing to --ascent one-step: it is for pgd, apgd, epfl-apgd/,
    ],
    [
      ['run', goldenRuns, '--ascent', 'apgd', '--momentum', '0'],
      /--momentum says nothing to --ascent apgd: .* pgd/,
    ],
    [
      ['run', goldenRuns, '--preset', 'epfl', '--step-size', '1'],
      /--step-size says nothing to --ascent epfl-apgd/,
    ],
    [
      ['run', goldenRuns, '--ascent', 'average-uniform', '--sigma', 'rho'],
      /--sigma .* it is for average-gaussian/,
    ],
    [['run', goldenRuns, '--ascent', 'average-gaussian', '--p', 'inf'], /--p inf: .* has p = 2 only/],
    [['run', goldenRuns, '--ascent', 'average-uniform', '--p', '2,inf'], /--p 2,inf: .* has p = inf only/],
    [['run', goldenRuns, '--curve'], /--curve: --ascent one-step has no steps; pgd, apgd and epfl-apgd have/],
    [['run', goldenRuns, '--rho', '0.1,0.1'], /0\.1 stands there twice/],
    [['run', goldenRuns, '--rho', '0'], /above 0/],
    [['run', goldenRuns, '--p', '1'], /a number above 1, at most 1e6, or inf/],
    [['run', goldenRuns, '--p', '1e300'], /a number above 1, at most 1e6, or inf/],
    [['run', goldenRuns, '--p', '2,2'], /twice/],
    [['run', goldenRuns, '--normalization', 'none,layer'], /allowed choices are none, element, filter/],
    [['run', goldenRuns, '--samples', '1.5'], /a whole number from 1/],
    [['run', goldenRuns, '--min-train-accuracy', '99'], /from 0 to 1/],
    [['run', goldenRuns, '--engine', 'wasm', '--precision', 'float64'], /float64 needs the native engine/],
    [['data'], /missing required argument 'name'/],
    [['engine', 'benhc'], /allowed choices are install, bench; did you mean bench\?/],
    [['engine', '--cuda'], /--cuda is for "measure engine install"/],
    [['train'], /required option '--out <dir>'/],
    [
      ['train', '--out', 'x', '--model', 'resnet', '--dropout', '0.1'],
      /--dropout is for cnn and wide-resnet/,
    ],
    [['train', '--out', 'x', '--model', 'mlp', '--no-batch-norm'], /--batch-norm is for cnn/],
    [
      ['train', '--out', 'x', '--optimizer', 'sam', '--p', '0.5'],
      /--p 0.5: a norm order is a number above 1, at/,
    ],
    [['train', '--out', 'x', '--epochs', '99999999999'], /--epochs: a whole number from 1 to 1000000 is/],
    [['train', '--out', 'x', '--model', 'resnet', '--depth', '21'], /--depth: must be 6n \+ 2 .*, not 21/],
    [
      ['train', '--out', 'x', '--model', 'wide-resnet', '--widen-factor', '99'],
      /from 1 to 32 is expected, not 99/,
    ],
    [['train', '--out', 'x', '--model', 'vgg19-bn'], /--model: vgg19-bn does not fit mnist, .* 28x28/],
    [['inspect'], /missing required argument/],
    [['report', 'a', 'b'], /too many arguments/],
  ])('measure %j', async (args, why) => {
    expectOneLine(await inProcess(...args), 2, why);
  });

  it('in a process too', async () => {
    expectOneLine(await cli('rnu', 'runs'), 2, /did you mean "measure run"\?/);
    expectOneLine(await cli('runs', '--sampels', '8'), 2, /did you mean --samples\?/);
  });
});

describe('help', () => {
  it('starts without loading what computes, draws or checks', async () => {
    const log = join(folder, 'modules');
    const { ended } = start(['run', '--help'], {
      nodeOptions: ['--import', './test/cli/recordModules.mjs'],
      env: { LOADED_MODULES: log },
    });
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "defaults are the paper's, but for the sample of 1024 examples and evaluation mode, which are ours",
    );
    const loaded = readFileSync(log, 'utf8');
    expect(loaded).toContain('/dist/cli/program.js');
    expect(loaded).toContain('/@commander-js/');
    expect(loaded).not.toMatch(/node_modules\/(@tensorflow|vega|zod|hyparquet|@resvg)/);
  });

  it('lists the commands that there are, and no other', async () => {
    const { code, stdout } = await cli('--help');
    expect(code).toBe(0);
    const commands = [...stdout.split('Examples:')[0]!.matchAll(/^ {2}([a-z]+) /gm)].map(
      ([, command]) => command,
    );
    expect(commands.join(' ')).toBe(
      'run train sweep correlate report audit landscape inspect data engine doctor completion help',
    );
  });
});

describe('the output', () => {
  /** Ends a pipe of bash in which the command is. */
  const inBash = (line: string) =>
    spawnSync('bash', ['-c', line], {
      encoding: 'utf8',
      env: { ...process.env, MEASURE: `${process.execPath} ${main}` },
    });

  it('on a full disk ends the command with one line', () => {
    const { status, stderr } = inBash('$MEASURE --help > /dev/full');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'measure: what is printed cannot be written (ENOSPC: no space left on device, write)\n',
    });
  });

  it('may be cut off by whoever reads it', () => {
    const { status, stderr } = inBash('set -o pipefail; $MEASURE --help | true');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
