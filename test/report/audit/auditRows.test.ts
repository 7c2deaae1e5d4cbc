import { describe, expect, test } from 'vitest';
import { auditFigure } from '../../../src/report/audit/auditFigure.ts';
import { type AuditRow, auditVerdicts } from '../../../src/report/audit/index.ts';
import { renderSvg } from '../../../src/report/index.ts';

function row(ratio: number, more: Partial<AuditRow> = {}): AuditRow {
  return {
    ...{ kind: 'nodes', measure: 'adaptive_sharpness', p: 2, normalization: 'element', bias: 'frozen' },
    ...{ eta: 0, rho: 0.01, before: 1, after: ratio, ratio, below_noise: false },
    ...{ ascent: 'one-step', m: 8, samples: 8, precision: 'float64' },
    ...more,
  };
}

describe('auditVerdicts', () => {
  test('takes the ratio that is farthest from 1 at any radius', () => {
    const [verdict] = auditVerdicts([row(1.2), row(0.5, { rho: 0.1 }), row(1.4, { rho: 1 })]);
    expect(verdict).toMatchObject({ ratio: 0.5, drift: 1, invariant: false });
  });

  test('measures the distance from 1 by factors, as the figure shows it', () => {
    expect(auditVerdicts([row(0.01), row(2.1)])[0]!.ratio).toBe(0.01);
    expect(auditVerdicts([row(0.01), row(101)])[0]!.ratio).toBe(101);
  });

  test('calls a measure invariant that moves by at most 0.001 at all radii', () => {
    const [first, second] = auditVerdicts([row(1.0009), row(0.9995), row(1.0011, { p: 'inf' })]);
    expect(first).toMatchObject({ p: 2, invariant: true });
    expect(second).toMatchObject({ p: 'inf', invariant: false });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -1])('never where a ratio is %d', (ratio) => {
    for (const rows of [
      [row(ratio), row(3)],
      [row(3), row(ratio)],
    ]) {
      expect(auditVerdicts(rows)[0]).toMatchObject({ ratio, invariant: false });
    }
  });
});

describe('auditFigure', () => {
  test('draws a dot a value, a panel a kind, and counts what a logarithmic axis cannot show', async () => {
    const rows = [row(1), row(30), row(-2), row(Number.NaN), row(0.9, { kind: 'filters' })];
    const svg = await renderSvg(auditFigure(rows));
    expect(svg).toContain('nodes rescaled (2 not shown: no positive number)');
    expect(svg).toContain('>filters rescaled<');
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(3);
  });
});
