import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { type CheckpointRow, correlate, type MeasurementRow } from '../../src/correlation/index.ts';
import { answer } from '../../src/report/answer.ts';
import { renderPng, renderSvg } from '../../src/report/render.ts';
import { writeReport } from '../../src/report/report.ts';
import { scatter } from '../../src/report/scatter.ts';
import { messageOf, temporaryFolder } from './folder.ts';
import { syntheticRows } from './rows.ts';

const { checkpoints, measurements } = syntheticRows();
const content = {
  checkpoints,
  measurements,
  correlations: correlate({ checkpoints, measurements, gap: 'loss' }).rows,
};

interface Drawn {
  readonly data: { readonly values: readonly Record<string, unknown>[] };
  readonly concat: readonly {
    readonly title: { readonly text: readonly string[]; readonly subtitle: readonly string[] };
    readonly encoding: {
      readonly x: {
        readonly scale: { readonly type?: string };
        readonly axis: { readonly values?: number[] };
      };
      readonly color: { readonly condition?: { readonly type: string; readonly field: string } };
    };
  }[];
  readonly params: readonly {
    readonly name: string;
    readonly value?: string;
    readonly bind?: { readonly labels: readonly string[] };
  }[];
}
const drawn = (spec: TopLevelSpec) => spec as unknown as Drawn;
const withValue = (checkpoint: string, value: number): MeasurementRow[] =>
  measurements.map((row) => (row.checkpoint === checkpoint ? { ...row, value } : row));

describe('scatter', () => {
  it('draws a panel a measure at its best radius, a point a model that passed the gate', () => {
    const { concat, data } = drawn(scatter(content));
    const best = content.correlations.filter((row) => row.statistic === 'tau' && row.best_radius);
    expect(concat).toHaveLength(4);
    expect(data.values).toHaveLength(32);
    for (const [i, panel] of concat.entries()) {
      const { rho, value } = best[i]!;
      expect(panel.title.subtitle).toEqual([`ρ = ${rho}, τ = ${value!.toFixed(3)}, 32 models`]);
    }
    expect(concat.map(({ title }) => title.text)).toEqual([
      ['sharpness, p = 2'],
      ['sharpness, p = ∞'],
      ['adaptive sharpness, p = 2, element'],
      ['adaptive sharpness, p = ∞, element'],
    ]);
    const point = data.values[0]!;
    const row = measurements.find((m) => m.checkpoint === point.checkpoint && m.rho === best[0]!.rho)!;
    expect(point).toMatchObject({ m0: row.value, gap: checkpoints[0]!.gap_loss, h0: 8, h1: 0.01 });
  });

  it('colors by the hyperparameter that is asked for, a list offering those like it; or by none', () => {
    const choice = (more: object, options = {}) =>
      drawn(scatter({ ...content, ...more }, options)).params.find(({ name }) => name === 'color_by');
    const labels = ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'];
    expect(choice({})).toMatchObject({ value: 'h0', bind: { labels } });
    expect(choice({}, { color: 'dropoutRate' })).toMatchObject({ value: 'h3' });
    const plain = checkpoints.map((row) => ({ ...row, hyperparameters: {} }));
    expect(choice({ checkpoints: plain })).toBeUndefined();
    const many = checkpoints.map((row, i) => ({ ...row, hyperparameters: { ...row.hyperparameters, i } }));
    expect(choice({ checkpoints: many })?.bind?.labels).toEqual(labels);
    expect(choice({ checkpoints: many }, { color: 'i' })).toBeUndefined();
  });

  it('leaves out what is not finite, and says so', () => {
    const infinite = withValue(checkpoints[0]!.checkpoint, Number.POSITIVE_INFINITY);
    const { concat, data } = drawn(scatter({ ...content, measurements: infinite }));
    expect(concat[0]!.title.subtitle.join(', ')).toMatch(/31 models, 1 not shown: not finite$/);
    expect(data.values[0]).toMatchObject({ checkpoint: checkpoints[0]!.checkpoint, m0: null, m3: null });
  });

  it('takes a logarithmic axis only for positive values that span widely', () => {
    const x = (value: number) =>
      drawn(scatter({ ...content, measurements: withValue(checkpoints[0]!.checkpoint, value) })).concat[0]!
        .encoding.x;
    expect(x(0.1).scale.type).toBeUndefined();
    expect(x(1e6).scale.type).toBe('log');
    expect(x(1e6).axis.values).toEqual([0.1, 10, 1000, 1e5]);
    expect(x(-1e6).scale.type).toBeUndefined();
  });
});

describe('rendering', () => {
  it('gives the same SVG twice', async () => {
    const spec = scatter(content);
    expect(await renderSvg(spec)).toBe(await renderSvg(spec));
  });

  it('draws text into the PNG, whatever fonts the machine has', async () => {
    const text = (content: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15">${content}</text></svg>`;
    const [blank, tau, psi] = await Promise.all(['', 'τ ρ ∞', 'ψ Ψ ∞'].map((each) => renderPng(text(each))));
    const view = new DataView(tau!.buffer, tau!.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([120, 40]);
    expect(tau!.length).toBeGreaterThan(blank!.length + 200);
    expect(Buffer.compare(tau!, psi!)).not.toBe(0);
  });
});

describe('answer', () => {
  it('names the best measure, how many models, and how many were left out', () => {
    const best = content.correlations
      .filter((row) => row.statistic === 'tau')
      .reduce((most, row) => (row.value! > most.value! ? row : most));
    const interval = `${best.ci_low!.toFixed(3)} to ${best.ci_high!.toFixed(3)}`;
    const name = best.p === 'inf' ? 'p = ∞' : 'p = 2';
    expect(answer(checkpoints, content.correlations)).toMatch(
      new RegExp(
        `^Of 4 measures, adaptive sharpness \\(${name}, element, ρ = ${best.rho}\\) ranks the models best by generalization gap ` +
          `\\(loss\\): τ = ${best.value!.toFixed(3)} \\(95 % interval ${interval}\\) over 32 models; next comes .* 4 models without a training accuracy above 99 % were left out\\.$`,
      ),
    );
  });

  it('says so when no measure can be ranked', () => {
    const one = [checkpoints[0]!];
    const { rows } = correlate({
      checkpoints: one,
      measurements: measurements.slice(0, 48),
      gap: 'loss',
      minTrainAccuracy: 0,
    });
    expect(answer(one, rows)).toBe(
      'No measure can be ranked: 1 model entered, and τ needs two. All models were let in.',
    );
    expect(answer([], [])).toContain('No measure can be ranked: 0 models entered');
  });
});

describe('writeReport', () => {
  it('writes a page that needs nothing else, and every figure three times', async () => {
    const folder = temporaryFolder();
    const manifest = { versions: { node: '20' }, plan: { rho: [5e-6, 1], regions: [{ p: 2 }] }, note: null };
    const index = await writeReport(folder, { ...content, manifest });
    expect(index).toBe(join(folder, 'report', 'index.html'));
    const names = ['attrition', 'intervals', 'measure-against-gap', 'rank-statistics', 'tau-against-radius'];
    const figures = names.flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`]);
    expect(readdirSync(join(folder, 'report')).sort()).toEqual(['index.html', ...figures].sort());
    const page = readFileSync(index, 'utf8');
    expect(page).toMatch(
      /content="default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'unsafe-inline'; /,
    );
    expect(page).not.toMatch(/<link|<img|src=|@import|url\((?!#)/);
    expect(page.match(/https?:\/\/[^"]+/g)!.every((url) => url.startsWith('http://www.w3.org/'))).toBe(true);
    for (const [term, text] of [
      ['versions.node', '20'],
      ['plan.rho', '5e-6, 1'],
      ['plan.regions', '(p 2)'],
      ['note', '–'],
    ]) {
      expect(page).toContain(`<dt>${term}</dt><dd>${text}</dd>`);
    }
    const spec = readFileSync(join(folder, 'report', 'measure-against-gap.vl.json'), 'utf8');
    expect(await renderSvg(JSON.parse(spec))).toBe(
      readFileSync(join(folder, 'report', 'measure-against-gap.svg'), 'utf8'),
    );
  });

  it('draws names with control characters, and shows these as characters that cannot be shown', async () => {
    const controls = 'new\u0000\u001b[31m\u009b\ufffe';
    const named = (name: string): string => `${controls}${name}`;
    const renamed = checkpoints.map((row) => ({
      ...row,
      checkpoint: named(row.checkpoint),
      hyperparameters: { [named('b')]: named(`${row.hyperparameters.batchSize}`) },
    }));
    const measured = measurements.map((row) => ({ ...row, checkpoint: named(row.checkpoint) }));
    const correlations = correlate({ checkpoints: renamed, measurements: measured, gap: 'loss' }).rows;
    const folder = temporaryFolder();
    const tables = { checkpoints: renamed, measurements: measured, correlations };
    const index = await writeReport(folder, { ...tables, manifest: { note: controls } });
    for (const path of [index, join(folder, 'report', 'measure-against-gap.svg')]) {
      const text = readFileSync(path, 'utf8');
      expect(text).toContain('new\ufffd\ufffd[31m\ufffd\ufffdb');
      expect(
        [...text].filter((character) => controls.slice(3).includes(character) && character < ' '),
      ).toEqual([]);
    }
    const { data } = drawn(
      JSON.parse(readFileSync(join(folder, 'report', 'measure-against-gap.vl.json'), 'utf8')),
    );
    expect(data.values[0]!.checkpoint).toBe(renamed[0]!.checkpoint);
  });

  it('escapes every name that comes from a file', async () => {
    const attack = `<img src=x onerror=alert(1)>"'&`;
    const renamed: CheckpointRow[] = checkpoints.map((row) => ({
      ...row,
      checkpoint: `${attack}${row.checkpoint}`,
      hyperparameters: {
        [attack]: `${attack}${row.hyperparameters.batchSize}`,
        b: row.hyperparameters.learningRate!,
      },
    }));
    const measured = measurements.map((row) => ({
      ...row,
      checkpoint: `${attack}${row.checkpoint}`,
      measure: `${attack}${row.measure}`,
    }));
    const correlations = correlate({ checkpoints: renamed, measurements: measured, gap: 'loss' }).rows;
    const folder = temporaryFolder();
    await writeReport(folder, {
      checkpoints: renamed,
      measurements: measured,
      correlations,
      manifest: { [attack]: attack },
    });
    for (const name of readdirSync(join(folder, 'report'))) {
      if (!/html|svg$/.test(name)) continue;
      const text = readFileSync(join(folder, 'report', name), 'utf8');
      expect(text).not.toContain('<img');
      expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    }
  });

  it('can be written where nothing could be ranked', async () => {
    const folder = temporaryFolder();
    const alone = { checkpoints: [checkpoints[0]!], measurements: measurements.slice(0, 48) };
    const { rows } = correlate({ ...alone, gap: 'loss', minTrainAccuracy: 0 });
    await writeReport(folder, { ...alone, correlations: rows, manifest: {} });
    await writeReport(folder, { checkpoints: [], measurements: [], correlations: [], manifest: {} });
    expect(readFileSync(join(folder, 'report', 'index.html'), 'utf8')).toContain('No measure can be ranked');
  });

  it('refuses a hyperparameter that no model has', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'report'));
    const message = await messageOf(writeReport(folder, { ...content, manifest: {}, color: 'depth' }));
    expect(message).toBe(
      'no model has a hyperparameter "depth" to color by; there are ["batchSize","learningRate","weightDecay","dropoutRate"]',
    );
  });
});
