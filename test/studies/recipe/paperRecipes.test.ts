import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { modelSpec } from '../../../src/models/spec/index.ts';
import { readSettings, resolveRecipe } from '../../../src/studies/recipe/index.ts';

const folder = fileURLToPath(new URL('../../../analyses/recipes', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .sort();

/** From the paper: optimizer -> [epochs, rho]. */
const columns: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  'table-2': { sgd: [400, 0], sam: [200, 0.05], asam: [200, 0.5] },
  'table-2/pyramidnet': { sgd: [1800, 0], sam: [900, 0.05], asam: [900, 1] },
  'table-3': { sgd: [400, 0], sam: [200, 0.1], asam: [200, 1] },
  'table-3/pyramidnet': { sgd: [1800, 0], sam: [900, 0.05], asam: [900, 1] },
  'table-4': { sgd: [200, 0], sam: [100, 0.05], asam: [100, 1] },
  'table-6': { sgd: [400, 0], sam: [200, 0.05], asam: [200, 0.5] },
};

function parameterCount(file: string): number {
  return modelSpec(resolveRecipe(readSettings(join(folder, file))).model).parameterCount;
}

describe('the recipes of the paper', () => {
  it('are all there', () => {
    expect(files).toHaveLength(23);
  });

  it.each(files)('%s is a recipe, and its network can be built', (file) => {
    expect(parameterCount(file)).toBeGreaterThan(400_000);
  });

  it('have the networks of their tables', () => {
    expect(parameterCount('table-2/asam.yaml')).toBe(1_467_610);
    expect(parameterCount('table-4/sgd.yaml')).toBe(25_557_032);
    expect(parameterCount('table-6/sgd.yaml')).toBe(464_154);
    expect(parameterCount('table-7.yaml')).toBe(1_467_610);
  });

  it.each(
    Object.entries(columns).flatMap(([table, column]) =>
      Object.entries(column).map(([optimizer, numbers]) => ({ table, optimizer, numbers })),
    ),
  )('$table with $optimizer has its epochs and radius', ({ table, optimizer, numbers }) => {
    const [head = '', variant] = table.split('/');
    const file = join(head, `${variant === undefined ? '' : `${variant}-`}${optimizer}.yaml`);
    const { training } = resolveRecipe(readSettings(join(folder, file)));
    expect([training.epochs, training.rho]).toEqual(numbers);
    expect(training).toMatchObject({
      optimizer,
      momentum: 0.9,
      labelSmoothing: 0.1,
      schedule: 'cosine',
      flip: true,
    });
  });
});
