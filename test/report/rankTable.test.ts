import { describe, expect, it } from 'vitest';
import type { CorrelationRow } from '../../src/correlation/index.ts';
import { rankTable } from '../../src/report/rankTable.ts';
import { rankTableText } from '../../src/report/rankTableText.ts';

function coefficient(more: Partial<CorrelationRow>): CorrelationRow {
  return {
    measure: 'sharpness',
    p: 2,
    normalization: 'none',
    rho: 0.1,
    statistic: 'tau',
    hyperparameter: null,
    value: 0,
    ci_low: null,
    ci_high: null,
    models: 10,
    cells: null,
    ascent: 'one-step',
    m: 8,
    bias: 'constant',
    eta: 0.01,
    loss: 'cross-entropy',
    bn_mode: 'evaluation',
    layer: null,
    perturb: '*',
    augmentation: 'none',
    steps: null,
    restarts: null,
    draws: null,
    step_size: null,
    momentum: null,
    sigma: null,
    p_value: null,
    gap: 'loss',
    gate: 0.99,
    cells_left_out: null,
    best_radius: true,
    seeds: 'repeats',
    bins: null,
    ...more,
  };
}

const sharp = { measure: 'sharpness', normalization: 'none' };
const adaptive = { measure: 'adaptive_sharpness', normalization: 'element' };
const correlations = [
  coefficient({ ...sharp, rho: 5e-6, value: 0.9, best_radius: false }),
  coefficient({ ...sharp, value: 0.174, ci_low: 0.1, ci_high: 0.25 }),
  coefficient({ ...sharp, statistic: 'tau_b', value: 0.99 }),
  coefficient({ ...sharp, statistic: 'psi', hyperparameter: 'lr', value: -0.00001 }),
  coefficient({ ...sharp, statistic: 'Psi', value: null }),
  coefficient({ ...adaptive, value: 0.636, p: 'inf', rho: 5e-6 }),
  coefficient({ ...adaptive, statistic: 'psi', hyperparameter: 'lr', value: -0.25, p: 'inf', rho: 5e-6 }),
  coefficient({ ...adaptive, statistic: 'Psi', value: 0.5, p: 'inf', rho: 5e-6 }),
];

describe('rankTable', () => {
  it('has a column a measure at its best radius, and marks the largest of a row', () => {
    const tauInterval = { low: 0.1, high: 0.25 };
    const none = [null, null];
    expect(rankTable(correlations)).toEqual({
      measures: [
        { name: 'sharpness', details: ['p = 2'] },
        { name: 'adaptive sharpness', details: ['p = ∞', 'element'] },
      ],
      radii: [0.1, 5e-6],
      rows: [
        {
          statistic: 'tau',
          hyperparameter: null,
          values: [0.174, 0.636],
          intervals: [tauInterval, null],
          best: [false, true],
        },
        {
          statistic: 'psi',
          hyperparameter: 'lr',
          values: [-0.00001, -0.25],
          intervals: none,
          best: [true, false],
        },
        {
          statistic: 'Psi',
          hyperparameter: null,
          values: [null, 0.5],
          intervals: none,
          best: [false, false],
        },
      ],
    });
  });

  it('tells measures apart that differ in ascent, m or bias only', () => {
    const table = rankTable([coefficient({ bias: 'frozen', m: 4 }), coefficient({ m: 8 })]);
    expect(table.measures.map(({ details }) => details)).toEqual([
      ['p = 2', 'm = 4', 'bias frozen'],
      ['p = 2', 'm = 8', 'bias constant'],
    ]);
  });

  it('names the measures of a table of the user by their columns', () => {
    const own = { p: null, normalization: null, rho: null, ascent: null, m: null, bias: null };
    const table = rankTable([coefficient({ measure: 'my_norm', ...own, value: 0.5 })]);
    expect([table.measures, table.radii]).toEqual([[{ name: 'my_norm', details: [] }], [null]]);
  });
});

describe('rankTableText', () => {
  it('is a plain table', () => {
    expect(rankTableText(rankTable(correlations)).split('\n')).toEqual([
      '                sharpness    adaptive',
      '                    p = 2   sharpness',
      '                                p = ∞',
      '                              element',
      '──────────────────────────────────────',
      'best radius ρ         0.1        5e-6',
      'τ (rank corr.)      0.174       0.636*',
      'ψ lr                0.000*     −0.250',
      'Ψ (avg.)                –       0.500',
      '* largest of its row',
      '',
    ]);
  });

  it('has many measures in rows', () => {
    const many = [2, 3, 4, 5, 6, 7, 8, 9].map((p) => coefficient({ p, value: p / 10 }));
    const own = { p: null, normalization: null, rho: null, ascent: null, m: null, bias: null };
    const text = rankTableText(
      rankTable([...many, coefficient({ measure: 'l2_norm', ...own, value: null })]),
    );
    expect(text.split('\n').slice(0, 3)).toEqual([
      '                  best ρ   τ (rank corr.)   Ψ (avg.)',
      '─────────────────────────────────────────────────────',
      'sharpness, p = 2     0.1            0.200          –',
    ]);
    expect(text.split('\n').slice(-4)).toEqual([
      'sharpness, p = 9     0.1            0.900*         –',
      'L2 norm                –                –          –',
      '* largest of its column',
      '',
    ]);
  });

  it('lets no control character through', () => {
    const table = rankTable([coefficient({ statistic: 'psi', hyperparameter: '\u001b[31mred\n' })]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
    expect(rankTableText(table)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(rankTableText(table)).toContain('ψ \uFFFD[31mred\uFFFD');
  });
});
