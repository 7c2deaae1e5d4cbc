import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRunConfig } from '../src/checkpoints/index.ts';
import { modelSpec } from '../src/models/spec/index.ts';
import { cli } from './cli/cli.ts';
import { copyRuns, quickRun } from './cli/smallRuns.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const work = mkdtempSync(join(tmpdir(), 'readme-'));
afterAll(() => rmSync(work, { recursive: true }));

/** The code blocks of a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map((match) => match[1]!);
}

beforeAll(async () => {
  const { code } = await cli(
    ...quickRun(copyRuns(join(work, 'runs')), join(work, 'results'), '--samples', '16'),
  );
  expect(code).toBe(0);
});

test('opens with the two commands, which are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [first] = blocks('sh');
  expect(first!.split('\n').map((line) => line.split(/ {2,}#/)[0])).toEqual(['npm run demo', 'npm test', '']);
  for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
});

test('its config.json is valid', () => {
  const { model } = parseRunConfig(blocks('json')[0]!, 'README.md');
  expect(modelSpec(model).parameterCount).toBeGreaterThan(1e6);
});

test('its commands exist', async () => {
  const { stdout } = await cli('--help');
  const commands = [...readme.matchAll(/`measure ([a-z]+)/g)].map((match) => match[1]!);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands.filter((word) => word !== 'help')) {
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  }
});

test('its program runs, from the built package', () => {
  const program = blocks('ts')[0]!
    .replace("'results'", JSON.stringify(join(work, 'results')))
    .replace('minTrainAccuracy: 0.99', 'minTrainAccuracy: 0');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^sharpness 2 none 0\.\d+ /m);
});

test('its links lead somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(existsSync(join(root, link)), link).toBe(true);
});

test('its figures are drawn, from the built package', () => {
  const program = blocks('ts')[1]!
    .replace("'results'", JSON.stringify(join(work, 'results')))
    .replace("'scatter.png'", JSON.stringify(join(work, 'scatter.png')));
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toContain("'$schema': 'https://vega.github.io/schema/vega-lite/v6.json'");
  expect(readFileSync(join(work, 'scatter.png')).subarray(1, 4).toString()).toBe('PNG');
});
