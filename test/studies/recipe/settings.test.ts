import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSettings, readSettings } from '../../../src/studies/recipe/index.ts';
import { UserError } from '../../../src/userError.ts';

const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings of a recipe', () => {
  it('are its values by path, with the place of each', () => {
    const text = 'model:\n  hidden: [8, 4]\ntraining: {rho: 5e-2, m: null, flip: true, p: inf}\nseed: 3\n';
    expect(Object.fromEntries(parseSettings(text, 'r.yaml'))).toEqual({
      'model.hidden': { value: [8, 4], label: 'r.yaml:2:11: model.hidden' },
      'training.rho': { value: 0.05, label: 'r.yaml:3:17: training.rho' },
      'training.m': { value: null, label: 'r.yaml:3:26: training.m' },
      'training.flip': { value: true, label: 'r.yaml:3:38: training.flip' },
      'training.p': { value: 'inf', label: 'r.yaml:3:47: training.p' },
      seed: { value: 3, label: 'r.yaml:4:7: seed' },
    });
  });

  it.each([
    ['nothing', '', /^r\.yaml: is empty$/],
    ['a comment', '# nothing', /^r\.yaml: is empty$/],
    ['a list', '- 1', /^r\.yaml:1:1: a recipe is a map/],
    ['a part that is no map', 'training: sgd', /^r\.yaml:1:11: training is a map/],
    ['a key twice', 'seed: 1\nseed: 2', /^r\.yaml:2:1: is not YAML \(Map keys must be unique\)$/],
    ['an indentation by tab', 'training:\n\trho: 1', /^r\.yaml:2:1: is not YAML/],
    ['an open bracket', 'model: {hidden: [1', /^r\.yaml:\d+:\d+: is not YAML/],
    ['a second document', 'seed: 1\n---\nseed: 2', /^r\.yaml:2:1: a second document/],
    ['an anchor', 'seed: &a 1', /^r\.yaml:1:10: an anchor/],
    ['an alias', 'model: {a: &x 1}\nseed: *x', /an anchor/],
    ['an alias alone', 'seed: *x', /^r\.yaml:1:7: /],
    ['a tag', 'seed: !!js/function "x"', /^r\.yaml:1:\d+: a tag/],
    ['a map as key', '? {a: 1}\n: 2', /^r\.yaml:1:3: a key is a word$/],
    ['deep brackets', '['.repeat(60_000), /^r\.yaml: is nested too deep/],
    ['deep keys', '? '.repeat(30_000), /^r\.yaml: is nested too deep/],
    ['deep lists', '- '.repeat(30_000), /^r\.yaml: is nested too deep/],
    ['a bomb', `a: &a [x, x]\n${'b: &b [*a, *a]\n'.repeat(9)}`, /^r\.yaml:\d+:\d+: /],
    ['a book', 'a'.repeat(70_000), /^r\.yaml: 70000 characters; at most 65536/],
  ])('refuses %s in one line', (_name, text, why) => {
    expect(() => parseSettings(text, 'r.yaml')).toThrow(UserError);
    expect(() => parseSettings(text, 'r.yaml')).toThrow(why);
  });

  it('takes any text without a defect', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '? ',
      '[',
      '{',
      ']',
      '}',
      ',',
      '&a',
      '*a',
      '!',
      '"',
      "'",
      '|',
      '#',
      '<<',
      '%',
      '\t',
      'model:',
      'training:\n ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          parseSettings(pieces.join(''), 'r.yaml');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });

  it('says what is wrong with a file', () => {
    const big = join(folder, 'big.yaml');
    writeFileSync(big, ' '.repeat(2 ** 18 + 1));
    expect(() => readSettings(join(folder, 'none.yaml'))).toThrow(/none\.yaml: no such file; a recipe/);
    expect(() => readSettings(folder)).toThrow(`${folder}: is a folder; a recipe is a YAML file`);
    expect(() => readSettings('/dev/null')).toThrow(/^\/dev\/null: is no regular file; a recipe/);
    expect(() => readSettings(join(big, 'x'))).toThrow(/big\.yaml\/x: cannot be read/);
    const latin = join(folder, 'latin.yaml');
    writeFileSync(latin, Buffer.from('seed: 1 # caf\u00e9', 'latin1'));
    expect(() => readSettings(latin)).toThrow(
      `${latin}: is not UTF-8 text; save the recipe in this encoding`,
    );
    writeFileSync(latin, '\ufeffseed: 1 # caf\u00e9');
    expect(readSettings(latin).get('seed')).toEqual({ value: 1, label: `${latin}:1:7: seed` });
    expect(() => readSettings(big)).toThrow(/262145 bytes/);
  });
});
