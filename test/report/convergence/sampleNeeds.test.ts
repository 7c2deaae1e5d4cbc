import { describe, expect, it } from 'vitest';
import { convergencePanels, relativeErrors } from '../../../src/report/convergence/panels.ts';
import { sampleNeeds, sampleNeedsText } from '../../../src/report/convergence/sampleNeeds.ts';
import { correlationsWith, measurement } from '../measurement.ts';

/** The stages of one checkpoint: its standard error at every number of samples, of a value of 2. */
function stages(errors: Readonly<Record<number, number>>, more: object = {}) {
  return Object.entries(errors).map(([samples, standard_error]) =>
    measurement({ checkpoint: 'a', rho: 0.1, value: 2, standard_error, samples: Number(samples), ...more }),
  );
}

describe('sampleNeeds', () => {
  it('reads off where the error was seen to stay within the target, and extrapolates the others', () => {
    const [need] = sampleNeeds(stages({ 64: 0.3, 128: 0.19, 256: 0.21, 512: 0.16 }), []);
    expect(need).toMatchObject({ rho: 0.1, m: 8, samples: 512, error: 0.08 });
    expect(need!.needed).toEqual([
      // within 10 % at 128 and then not: it stays there from 512 on
      { target: 0.1, samples: 512, reached: true },
      // 512 * (0.08 / 0.05)^2 = 1310.72, in whole groups of 8
      { target: 0.05, samples: 1312, reached: false },
    ]);
  });

  it('trusts no error of fewer than 8 groups', () => {
    const [need] = sampleNeeds(stages({ 128: 0.001, 256: 0.02, 512: 0.16 }, { m: 64 }), []);
    expect(need!.needed[0]).toEqual({ target: 0.1, samples: 512, reached: true });
    const [few] = sampleNeeds(stages({ 256: 0.1 }, { m: 64 }), []);
    // 256 * (0.05 / 0.1)^2 = 64
    expect(few!.needed.map(({ samples, reached }) => [samples, reached])).toEqual([
      [64, false],
      [256, false],
    ]);
  });

  it('takes the median over checkpoints, of negative values too, and leaves out what is no number', () => {
    const rows = [
      ...stages({ 512: 0.1 }),
      ...stages({ 512: 0.3 }, { checkpoint: 'b', value: -2 }),
      ...stages({ 512: 0.5 }, { checkpoint: 'c' }),
      ...stages({ 512: 9 }, { checkpoint: 'd', value: 0 }),
      ...stages({ 512: Number.NaN }, { checkpoint: 'e' }),
    ];
    const [stage] = convergencePanels(rows, [])[0]!.sizes[0]!.stages;
    expect(relativeErrors(stage!)).toEqual([0.05, 0.15, 0.25]);
    expect(sampleNeeds(rows, [])[0]!.error).toBe(0.15);
  });

  it('has nothing to say of a single group', () => {
    const needs = sampleNeeds(stages({ 8: Number.NaN }), []);
    expect(needs[0]).toMatchObject({ error: null, needed: [{ samples: null }, { samples: null }] });
    expect(sampleNeedsText(needs).rows).toEqual([['sharpness, p = 2', '0.1', '8', '8', '–', '–', '–']]);
  });

  it('writes what it extrapolates to two digits', () => {
    const { head, rows } = sampleNeedsText(sampleNeeds(stages({ 64: 0.3, 512: 0.16 }), []));
    expect(head).toEqual(['measure', 'ρ', 'm', 'samples', 'error', 'for 10 %', 'for 5 %']);
    expect(rows).toEqual([['sharpness, p = 2', '0.1', '8', '512', '8 %', '512', '~ 1300']]);
  });
});

describe('convergencePanels', () => {
  it('shows a measure once, with all m, at the radius with its best τ', () => {
    const values = { a: [1, 3], b: [2, 2], c: [3, 1] };
    const rows = Object.entries(values).flatMap(([checkpoint, [small, large]]) =>
      [8, 32].flatMap((m) => [
        measurement({ checkpoint, m, rho: 0.1, value: small! }),
        measurement({ checkpoint, m, rho: 0.5, value: large! }),
      ]),
    );
    const correlations = correlationsWith({ a: 3, b: 2, c: 1 }, rows);
    const panels = convergencePanels(rows, correlations);
    expect(panels.map(({ rho, label }) => [rho, label.details])).toEqual([[0.5, ['p = 2']]]);
    expect(panels[0]!.sizes.map(({ m }) => m)).toEqual([8, 32]);
    expect(panels[0]!.sizes[0]!.stages[0]!.estimates.map(({ value }) => value)).toEqual([3, 2, 1]);
  });

  it('takes the radius of the m that ranks best, where each has its own', () => {
    const values = { a: [1, 3], b: [3, 2], c: [2, 1] };
    const rows = Object.entries(values).flatMap(([checkpoint, [small, large]]) => [
      measurement({ checkpoint, m: 8, rho: 0.1, value: small! }),
      measurement({ checkpoint, m: 32, rho: 0.5, value: large! }),
    ]);
    expect(convergencePanels(rows, correlationsWith({ a: 3, b: 2, c: 1 }, rows))[0]!.rho).toBe(0.5);
    expect(convergencePanels(rows, correlationsWith({ a: 1, b: 3, c: 2 }, rows))[0]!.rho).toBe(0.1);
  });

  it('takes the middle radius where nothing was ranked, and no layer', () => {
    const rows = [5e-6, 0.1, 1].map((rho) => measurement({ rho }));
    expect(convergencePanels(rows, []).map(({ rho }) => rho)).toEqual([0.1]);
    expect(
      convergencePanels(
        rows.map((row) => ({ ...row, layer: 'fc1' })),
        [],
      ),
    ).toEqual([]);
  });
});
