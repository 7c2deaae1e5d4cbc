import type { TopLevelSpec } from 'vega-lite';
import type { Normalization } from '../../sharpness/types.ts';
import { chartConfig, distinctColors } from '../chartStyle.ts';
import { formatNumber } from '../measureLabel.ts';
import type { AuditKind, AuditRow } from './auditRows.ts';

/** What a kind of rescaling is called where its measures are shown. */
export const kindLabels: Readonly<Record<AuditKind, string>> = {
  nodes: 'nodes rescaled',
  filters: 'filters rescaled',
  pair: 'the other network',
};

const normalizationNames: Readonly<Record<Normalization, string>> = {
  none: 'sharpness',
  element: 'element-wise',
  filter: 'filter-wise',
};

/** `element-wise, bias frozen, η = 0`; of plain sharpness η has no say. */
export function variantLabel({
  normalization,
  bias,
  eta,
}: Pick<AuditRow, 'normalization' | 'bias' | 'eta'>): string {
  const parts = [normalizationNames[normalization], `bias ${bias}`];
  if (normalization !== 'none') parts.push(`η = ${formatNumber(eta)}`);
  return parts.join(', ');
}

/** The axis is never narrower than this factor on either side of 1: what is invariant must look so. */
const leastSpan = 1.5;

/**
 * The audit as a Vega-Lite specification: a panel a kind of rescaling, a line a measure, a dot a norm order and
 * radius: the value after over the value before, on a logarithmic axis with a line at 1. Ratios that such an axis
 * cannot show are left out, and counted in the panel's title.
 */
export function auditFigure(rows: readonly AuditRow[]): TopLevelSpec {
  const variants = [...new Set(rows.map(variantLabel))];
  const orders = [...new Set(rows.map(normOrderLabel))];
  const radii = [...new Set(rows.map(({ rho }) => formatNumber(rho)))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const shown = rows.filter(({ ratio }) => ratio > 0 && Number.isFinite(ratio));
  const axis = ratioAxis(shown.map(({ ratio }) => ratio));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Each measure after rescaling over before; on the line at 1 it did not move.',
    config: chartConfig,
    spacing: 28,
    hconcat: kinds.map((kind, panel) => ({
      title: { text: panelTitle(kind, rows, shown), frame: 'group' },
      width: 280,
      height: { step: 26, for: 'position' },
      layer: [
        {
          data: { values: [{ ratio: 1 }] },
          mark: { type: 'rule', color: '#262626', strokeWidth: 1 },
          encoding: { x: { field: 'ratio', type: 'quantitative' } },
        },
        {
          data: {
            values: shown
              .filter((row) => row.kind === kind)
              .map((row) => ({
                variant: variantLabel(row),
                ratio: row.ratio,
                order: normOrderLabel(row),
                radius: formatNumber(row.rho),
              })),
          },
          mark: { type: 'point', filled: true, size: 46, opacity: 0.85 },
          encoding: {
            x: {
              field: 'ratio',
              type: 'quantitative',
              title: 'value after / value before',
              scale: { type: 'log', domain: [...axis.domain], nice: false },
              axis: { values: [...axis.ticks], format: '~g' },
            },
            y: {
              field: 'variant',
              type: 'nominal',
              sort: variants,
              scale: { domain: variants },
              title: null,
              axis: { labels: panel === 0, ticks: false, domain: false, grid: true, labelLimit: 400 },
            },
            yOffset: { field: 'order', type: 'nominal', sort: orders, scale: { domain: orders } },
            color: {
              field: 'order',
              type: 'nominal',
              title: 'norm order',
              sort: orders,
              scale: { domain: orders, range: distinctColors.slice(0, orders.length) },
            },
            shape: {
              field: 'radius',
              type: 'nominal',
              title: 'radius ρ',
              sort: radii,
              scale: { domain: radii },
            },
          },
        },
      ],
    })),
  };
}

/** A domain around 1, and ticks at powers of ten, or at 1, 2 and 5 times them where there are few. */
function ratioAxis(ratios: readonly number[]): {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
} {
  const low = Math.min(1 / leastSpan, ...ratios) / 1.1;
  const high = Math.max(leastSpan, ...ratios) * 1.1;
  const steps = high / low < 1000 ? [1, 2, 5] : [1];
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, k) => first + k);
  const ticks = decades.flatMap((decade) => steps.map((step) => step * 10 ** decade));
  return { domain: [low, high], ticks: ticks.filter((tick) => tick >= low && tick <= high) };
}

function normOrderLabel({ p }: AuditRow): string {
  return `p = ${p === 'inf' ? '∞' : p}`;
}

function panelTitle(kind: AuditKind, rows: readonly AuditRow[], shown: readonly AuditRow[]): string {
  const ofKind = (row: AuditRow): boolean => row.kind === kind;
  const hidden = rows.filter(ofKind).length - shown.filter(ofKind).length;
  return hidden === 0 ? kindLabels[kind] : `${kindLabels[kind]} (${hidden} not shown: no positive number)`;
}
