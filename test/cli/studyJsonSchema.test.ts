import { Command } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { addMeasureOptions } from '../../src/cli/measureOptions.ts';
import { studyJsonSchema } from '../../src/cli/studyJsonSchema.ts';
import { builtInStudies } from '../../src/studies/sweep/builtInStudies.ts';
import { recipePaths } from '../../src/studies/sweep/recipePaths.ts';

const schema = studyJsonSchema();
const validator = z.fromJSONSchema({ ...schema });

function isValid(yaml: string): boolean {
  return validator.safeParse(parse(yaml)).success;
}

/** The part of the schema at some keys. */
function at(...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    schema,
  );
}

describe('the JSON Schema of studies', () => {
  it('is one of draft 2020-12, once', () => {
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    expect(JSON.stringify(schema).match(/\$schema/g)).toHaveLength(1);
  });

  it.each([...builtInStudies])('takes %s', (_name, text) => {
    expect(isValid(text)).toBe(true);
  });

  it.each([
    'base: recipe.yaml',
    'base: {training: {m: none, p: inf, milestones: [3, 5], clipNorm: null}, model: {depth: 28}}',
    'grid: {training.m: [none, null, 8], training.p: [2, inf], model.channels: [[8], [8, 16]]}',
    'measures: {a: , b: {}, c: {p: 2, m: [8, 16], samples: all, rho: chosen, layers: true, preset: epfl}}',
    'measures: {a: {p: [2, inf], rho: [0.1, 1], normalization: [none], perturb: "conv*", stepSize: 0.5}}',
    'seeds: [0, 7]',
    'gate: {gap: error}',
  ])('takes %j', (text) => {
    expect(isValid(text)).toBe(true);
  });

  it.each([
    'bases: {}',
    'base: {seed: 1}',
    'base: {training: {roh: 1}}',
    'base: {training: {learningRate: 0}}',
    'base: {model: {architecture: lenet}}',
    'base: {model: {depth: 0}}',
    'grid: {batchSize: [1]}',
    'grid: {seed: [1]}',
    'grid: {training.batchSize: 32}',
    'grid: {training.batchSize: []}',
    'grid: {training.batchSize: [1.5]}',
    'grid: {training.m: [some]}',
    'seeds: []',
    'seeds: [-1]',
    'gate: {gap: both}',
    'gate: {minTrainAccuracy: 99}',
    'measures: {a: {sampels: 1}}',
    'measures: {a: {ascent: sgd}}',
    'measures: {a: {layers: 1}}',
    'measures: {a: {gap: loss}}',
    'measures: {a/b: {}}',
    'name: 3',
  ])('refuses %j', (text) => {
    expect(isValid(text)).toBe(false);
  });

  it('knows and describes every key of a recipe and every option of a measure, in words of YAML', () => {
    const own = ['model.inputShape', 'model.classes'];
    for (const path of recipePaths) {
      const [section = '', key = ''] = path.split('.');
      const inBase = at('properties', 'base', 'anyOf', '1', 'properties', section, 'properties', key);
      expect(inBase, path).toBeDefined();
      expect(at('properties', 'grid', 'properties', path), path).toMatchObject({
        type: 'array',
        minItems: 1,
      });
      if (!own.includes(path)) expect(inBase, path).toMatchObject({ description: expect.any(String) });
    }
    const options = addMeasureOptions(new Command()).options.map((option) => option.attributeName());
    const measure = at('properties', 'measures', 'additionalProperties', 'anyOf', '0', 'properties');
    expect(Object.keys(Object(measure))).toEqual(options);
    expect(JSON.stringify(schema)).not.toContain('--');
  });

  it('knows the words that options take beside numbers', () => {
    const command = addMeasureOptions(new Command());
    for (const [name, words] of Object.entries({ samples: ['all'], rho: ['paper', 'chosen'] })) {
      const option = command.options.find((one) => one.attributeName() === name);
      for (const word of words) {
        expect(() => option!.parseArg!(word, undefined as never)).not.toThrow();
        expect(isValid(`measures: {a: {${name}: ${word}}}`)).toBe(true);
      }
    }
  });
});
