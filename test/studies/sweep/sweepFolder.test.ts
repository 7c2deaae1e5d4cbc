import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetInfo } from '../../../src/data/index.ts';
import { runAt, runCount } from '../../../src/studies/sweep/grid.ts';
import { keepPlan, readPlan } from '../../../src/studies/sweep/sweepFolder.ts';
import type { SweepPlan } from '../../../src/studies/sweep/sweepRequest.ts';
import { sweepStatus } from '../../../src/studies/sweep/sweepStatus.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';
import type { TinyStudy } from '../../support/sweep/tinySweep.ts';
import { lineOf } from './studyFile.ts';

const temporary = temporaryFolder();
const at = (name: string): string => join(temporary.path, name);
const plan = (said?: TinyStudy): SweepPlan => tinyPlan(temporary.path, said);

type Stored = { readonly plan: SweepPlan };

/** Rewrites what a sweep's folder keeps. */
function rewrite(out: string, change: (stored: Record<string, unknown>) => object): void {
  const path = join(out, 'sweep.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
}

describe('the plan of a sweep', () => {
  it('is kept with all that decides what a task does', () => {
    const images: DatasetInfo = { shape: [4, 5, 3], classes: 7 };
    const kept = { ...plan(), inputs: { mine: images } };
    keepPlan(at('kept'), kept);
    const read = readPlan(at('kept'));
    expect(read.measures).toEqual(kept.measures);
    expect([read.inputs, read.engine]).toEqual([kept.inputs, kept.engine]);
    expect(runCount(read.study)).toBe(8);
    for (const index of [0, 3, 7]) expect(runAt(read.study, index)).toEqual(runAt(kept.study, index));
    expect(read.study).toMatchObject({ name: 'tiny', gap: 'loss', minTrainAccuracy: 0 });
    expect(existsSync(join(at('kept'), 'sweep.json.partial'))).toBe(false);
  });

  it('is kept with every way to measure', () => {
    const measures = [
      ...['a: {ascent: pgd, steps: 3, stepSize: 0.5}', 'b: {ascent: apgd, restarts: 2, curve: true}'],
      ...['c: {ascent: average-gaussian, sigma: rho/sqrt(k)}', 'd: {ascent: average-uniform, samples: all}'],
      ...['e: {preset: asam-paper}', 'f: {preset: epfl}', 'g: {p: [1.5, inf], complexity: [norms, margin]}'],
      ...['h: {perturb: [fc*], layers: true, convergence: true, color: batchSize}', 'i: {ascent: epfl-apgd}'],
    ];
    const kept = plan({ measures });
    keepPlan(at('ways'), kept);
    expect(readPlan(at('ways')).measures).toEqual(kept.measures);
    keepPlan(at('ways'), kept);
  });

  it('may get other values, seeds, measures and another folder of data; the last one is kept', () => {
    keepPlan(at('grown'), plan());
    const grid = ['training.batchSize: [64]', 'training.learningRate: [1, 0.1]'];
    keepPlan(at('grown'), plan({ grid, seeds: [7], measures: ['other: {rho: 1}'] }));
    keepPlan(at('grown'), {
      ...plan({ grid, seeds: [8], measures: ['third: {rho: 2}'] }),
      dataDirectory: '/x',
    });
    const { study, measures, dataDirectory } = readPlan(at('grown'));
    expect([study.seeds, measures.map(({ name }) => name), dataDirectory]).toEqual([[8], ['third'], '/x']);
    expect(study.axes.map(({ values }) => values)).toEqual([[64], [1, 0.1]]);
  });

  it.each<[string, () => SweepPlan, RegExp]>([
    [
      'another base',
      () => plan({ epochs: 61 }),
      /\(base\.training\.epochs: 60 -> 61\); choose another folder$/,
    ],
    [
      'an axis less',
      () => plan({ grid: ['training.batchSize: [16]'] }),
      /axes\[1\]: "training\.learningRate" -> not/,
    ],
    [
      'axes in another order',
      () => plan({ grid: ['training.learningRate: [0.1]', 'training.batchSize: [16]'] }),
      /axes\[0\]: "training\.batchSize" -> "training\.learningRate"/,
    ],
    ['another engine', () => ({ ...plan(), engine: 'cuda' as never }), /engine: "\w+" -> "cuda"/],
  ])('is not replaced by one with %s', (name, other, why) => {
    keepPlan(at(name), plan());
    const before = readFileSync(join(at(name), 'sweep.json'), 'utf8');
    expect(() => keepPlan(at(name), other())).toThrow(why);
    expect(() => keepPlan(at(name), other())).toThrow('holds another study');
    expect(readFileSync(join(at(name), 'sweep.json'), 'utf8')).toBe(before);
  });

  it('is not taken for that of another study, nor of other options of a measure that has begun', async () => {
    const [out, said] = [at('begun'), { measures: ['one: {samples: 16}'] }];
    keepPlan(out, plan(said));
    const other = plan({ measures: ['one: {samples: 32}', 'two: {samples: 32}'] });
    expect((await sweepStatus(other, out)).runs).toBe(8);
    mkdirSync(join(out, 'measures', 'one'), { recursive: true });
    const begun =
      /measures\/one: was begun with other options \(samples: 16 -> 32\): use them again, or give the measure another name$/;
    await expect(sweepStatus(other, out)).rejects.toThrow(begun);
    expect(lineOf(() => keepPlan(out, other))).toMatch(begun);
    expect((await sweepStatus(plan(said), out)).runs).toBe(8);
    await expect(sweepStatus(plan({ ...said, epochs: 61 }), out)).rejects.toThrow(
      /holds another study \(base\.training\.epochs: 60 -> 61\)/,
    );
    expect((await sweepStatus(plan(said), at('nowhere'))).runs).toBe(8);
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('of another version is neither replaced nor followed', () => {
    const out = at('version');
    keepPlan(out, plan());
    rewrite(out, (stored) => ({ ...stored, version: '0.0.1' }));
    expect(() => keepPlan(out, plan())).toThrow(/holds another study \(version: "0\.0\.1" -> "/);
    expect(lineOf(() => readPlan(out))).toMatch(
      /was planned by version 0\.0\.1, and this is .*; use that one$/,
    );
  });

  it('that is missing or none is said in a line', () => {
    expect(lineOf(() => readPlan(at('nothing')))).toMatch(/sweep\.json: cannot be read \(ENOENT/);
    mkdirSync(at('wrong'));
    for (const text of ['', '{', '[]', '{"schema":"adaptive-sharpness/sweep/2"}', 'null']) {
      writeFileSync(join(at('wrong'), 'sweep.json'), text);
      for (const use of [() => readPlan(at('wrong')), () => keepPlan(at('wrong'), plan())]) {
        expect(lineOf(use), text).toMatch(/sweep\.json: (cannot be read|is no plan of a sweep)/);
      }
    }
  });

  it.each<[string, (stored: Stored) => object, RegExp]>([
    ['nothing', () => ({ plan: {} }), /"plan\.study": invalid input: expected object/],
    [
      'a base of numbers',
      ({ plan }) => ({ plan: { ...plan, study: { ...plan.study, base: [1] } } }),
      /"plan\.study\.base\.0"/,
    ],
    [
      'no axes',
      ({ plan }) => ({ plan: { ...plan, study: { ...plan.study, axes: null } } }),
      /"plan\.study\.axes"/,
    ],
    [
      'no seeds',
      ({ plan }) => ({ plan: { ...plan, study: { ...plan.study, seeds: [] } } }),
      /"plan\.study\.seeds"/,
    ],
    [
      'measures of words',
      ({ plan }) => ({ plan: { ...plan, measures: ['one-step'] } }),
      /"plan\.measures\.0"/,
    ],
    [
      'a measure without groups',
      ({ plan }) => ({
        plan: {
          ...plan,
          measures: plan.measures.map((one) => ({ ...one, plan: { ...one.plan, groupSizes: [] } })),
        },
      }),
      /"plan\.measures\.0\.plan\.groupSizes"/,
    ],
    [
      'a measure whose folder is elsewhere',
      ({ plan }) => ({ plan: { ...plan, measures: plan.measures.map((one) => ({ ...one, name: '../x' })) } }),
      /"plan\.measures\.0\.name"/,
    ],
    [
      'images without a size',
      ({ plan }) => ({ plan: { ...plan, inputs: { mine: {} } } }),
      /"plan\.inputs\.mine\.shape"/,
    ],
  ])('that was changed to have %s is said in a line', (name, change, why) => {
    keepPlan(at(name), plan());
    rewrite(at(name), (stored) => ({ ...stored, ...change(stored as unknown as Stored) }));
    for (const use of [() => readPlan(at(name)), () => keepPlan(at(name), plan())]) {
      expect(lineOf(use)).toMatch(why);
      expect(lineOf(use)).toMatch(/sweep\.json: is no plan of a sweep \(.*\); delete it to write it anew$/);
    }
  });
});
