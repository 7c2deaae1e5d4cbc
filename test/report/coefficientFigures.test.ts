import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { correlate, robustness, studiedModels } from '../../src/correlation/index.ts';
import { attritionFigure } from '../../src/report/attritionFigure.ts';
import { gateFigure } from '../../src/report/gateFigure.ts';
import { intervalFigure } from '../../src/report/intervalFigure.ts';
import { radiusFigure } from '../../src/report/radiusFigure.ts';
import { renderSvg } from '../../src/report/render.ts';
import { syntheticRows } from './rows.ts';

const rows = syntheticRows();
const { checkpoints } = rows;
const withIntervals = correlate({ ...rows, gap: 'loss', resamples: 200 }).rows;
const without = correlate({ ...rows, gap: 'loss', resamples: 0 }).rows;

interface Drawn {
  readonly concat: readonly {
    readonly title: { readonly text: string | readonly string[]; readonly subtitle?: string };
    readonly data: { readonly values: readonly Record<string, unknown>[] };
  }[];
}
const drawn = (spec: TopLevelSpec | undefined) => (spec as unknown as Drawn).concat;
const count = (svg: string, what: RegExp) => svg.match(what)?.length ?? 0;

describe('radiusFigure', () => {
  it('has τ at each radius with its interval, and rings the best', async () => {
    const panels = drawn(radiusFigure({ correlations: withIntervals }));
    expect(panels).toHaveLength(4);
    const taus = withIntervals.filter(({ statistic }) => statistic === 'tau').slice(0, 12);
    const best = taus.find((row) => row.best_radius)!;
    expect(panels[0]!.data.values).toMatchObject(
      taus.map(({ rho, value, ci_low, ci_high, best_radius }) => ({
        rho,
        tau: value,
        low: ci_low,
        high: ci_high,
        best: best_radius,
      })),
    );
    expect(panels[0]!.title.subtitle).toBe(
      `best: ρ = ${best.rho}, τ = ${best.value!.toFixed(3)}, ${best.ci_low!.toFixed(3)} to ${best.ci_high!.toFixed(3)}`,
    );
  });

  it('is drawn without intervals too, and not at all where there is but one radius', async () => {
    const svg = await renderSvg(radiusFigure({ correlations: without })!);
    expect(count(svg, /aria-label="ρ = /g)).toBe(48);
    expect(radiusFigure({ correlations: without.filter(({ best_radius }) => best_radius) })).toBeUndefined();
    expect(radiusFigure({ correlations: [] })).toBeUndefined();
  });
});

describe('intervalFigure', () => {
  it('has a panel a statistic, a row a measure, at the best radii', async () => {
    const figure = intervalFigure({ correlations: withIntervals });
    const panels = drawn(figure);
    expect(panels.map(({ title }) => title.text)).toEqual([
      ...['τ (rank corr.)', 'ψ batchSize', 'ψ learningRate', 'ψ weightDecay', 'ψ dropoutRate', 'Ψ (avg.)'],
    ]);
    const [best] = withIntervals.filter((row) => row.statistic === 'Psi' && row.best_radius);
    const [first] = panels.at(-1)!.data.values;
    expect(first).toMatchObject({ place: '0', value: best!.value, low: best!.ci_low, high: best!.ci_high });
    expect(await renderSvg(figure!)).toContain(`aria-label="sharpness, p = 2: ${best!.value!.toFixed(3)}, `);
  });

  it('is drawn without intervals too, and not at all without coefficients', async () => {
    expect(
      count(await renderSvg(intervalFigure({ correlations: without })!), /aria-roledescription="point"/g),
    ).toBe(24);
    expect(intervalFigure({ correlations: without.map((row) => ({ ...row, value: null })) })).toBeUndefined();
  });
});

describe('attritionFigure', () => {
  it('counts the models that enter and that the gate leaves out', () => {
    const [batchSize] = drawn(attritionFigure({ checkpoints, correlations: withIntervals }));
    expect(batchSize!.data.values.map(({ value, fate, models }) => [value, fate, models])).toEqual([
      ['8', 'enter', 12],
      ['8', 'left out', 0],
      ['32', 'enter', 12],
      ['32', 'left out', 0],
      ['128', 'enter', 8],
      ['128', 'left out', 4],
    ]);
  });

  it('is not drawn where none is left out, nor for hyperparameters with very many values', () => {
    expect(attritionFigure({ checkpoints, correlations: [] })).toBeUndefined();
    const many = checkpoints.map((row, seed) => ({ ...row, hyperparameters: { seed } }));
    expect(attritionFigure({ checkpoints: many, correlations: withIntervals })).toBeUndefined();
  });
});

describe('gateFigure', () => {
  const table = robustness(studiedModels({ ...rows, gap: 'loss' }), 0);

  it('has τ through gates of the accuracy and of the loss, stricter ones to the right', () => {
    const [accuracies, losses, ...more] = drawn(gateFigure({ robustness: table }));
    expect(more).toEqual([]);
    const gatesOf = (panel: typeof accuracies) => [...new Set(panel!.data.values.map(({ gate }) => gate))];
    expect(gatesOf(accuracies).slice(0, 5)).toEqual(['0 %', '90 %', '95 %', '98 %', '99 %']);
    // no model of these has a training loss below 0.02
    expect(gatesOf(losses)).toEqual(['1', '0.3', '0.1', '0.03']);
    const atItsGate = accuracies!.data.values
      .filter(({ gate }) => gate === '99 %')
      .map(({ measure, tau }) => [measure, tau]);
    const best = withIntervals.filter((row) => row.statistic === 'tau' && row.best_radius);
    const names = ['sharpness, p = 2', 'sharpness, p = ∞'];
    const adaptive = ['adaptive sharpness, p = 2, element', 'adaptive sharpness, p = ∞, element'];
    expect(atItsGate).toEqual([...names, ...adaptive].map((name, k) => [name, best[k]!.value]));
  });

  it('leaves out gates with few models, and is not drawn without the table', () => {
    const few = table.map((row) => ({ ...row, models: row.max_train_loss === null ? row.models : 9 }));
    expect(drawn(gateFigure({ robustness: few }))).toHaveLength(1);
    expect(gateFigure({})).toBeUndefined();
  });
});
