import type { TopLevelSpec } from 'vega-lite';
import { type CorrelationRow, groupBy, measureIdentity, regionKey } from '../correlation/index.ts';
import { logAxis, roomyDomain } from './axes.ts';
import { plainColor } from './chartStyle.ts';
import { intervalOf, intervalText } from './interval.ts';
import { formatCoefficient, formatNumber, type MeasureLabel, measureLabels } from './measureLabel.ts';
import { inLines, type Panel, sideBySide } from './panels.ts';
import type { PanelOptions, ReportTable } from './reportTable.ts';

/** τ at one radius. */
interface RadiusTau {
  readonly rho: number;
  readonly tau: number;
  /** Of the 95 % interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly best: boolean;
  /** All of it in words. */
  readonly text: string;
}

interface RadiusCurve {
  readonly label: MeasureLabel;
  readonly points: readonly RadiusTau[];
}

/**
 * τ against the radius as a Vega-Lite specification: a panel a measure, within its 95 % interval where there is one; the best
 * radius is ringed. Undefined where no measure has a τ at more than one radius.
 */
export function radiusFigure(
  { correlations }: Pick<ReportTable, 'correlations'>,
  { columns = 2 }: PanelOptions = {},
): TopLevelSpec | undefined {
  const curves = radiusCurves(correlations);
  if (curves.length === 0) return undefined;
  const points = curves.flatMap((curve) => curve.points);
  const y = roomyDomain(points.flatMap(({ tau, low, high }) => [tau, low ?? tau, high ?? tau]))!;
  const panels = curves.map((curve) => curvePanel(curve, points, y));
  return sideBySide('Kendall’s τ of each measure against the radius.', panels, columns);
}

function radiusCurves(correlations: readonly CorrelationRow[]): readonly RadiusCurve[] {
  const taus = correlations.filter(({ layer, statistic }) => layer === null && statistic === 'tau');
  const regions = [...groupBy(taus, regionKey).values()];
  const labels = measureLabels(regions.map(([first]) => measureIdentity(first!)));
  return regions
    .map((rows, i) => ({ label: labels[i]!, points: rows.flatMap(radiusTau).sort((a, b) => a.rho - b.rho) }))
    .filter(({ points }) => points.length > 1);
}

function radiusTau(row: CorrelationRow): RadiusTau[] {
  if (row.rho === null || row.rho <= 0 || row.value === null) return [];
  const interval = intervalOf(row);
  const text = `ρ = ${formatNumber(row.rho)}: τ = ${formatCoefficient(row.value)}${interval ? `, ${intervalText(interval)}` : ''}`;
  const { low, high } = interval ?? { low: null, high: null };
  return [{ rho: row.rho, tau: row.value, low, high, best: row.best_radius, text }];
}

function curvePanel(
  { label, points }: RadiusCurve,
  all: readonly RadiusTau[],
  domain: [number, number],
): Panel {
  const radii = all.map(({ rho }) => rho);
  const ends: [number, number] = [Math.min(...radii), Math.max(...radii)];
  const x = {
    field: 'rho',
    type: 'quantitative',
    title: 'radius ρ',
    scale: { type: 'log', domain: ends, nice: false, padding: 8 },
    axis: { ...logAxis(radii), grid: false },
  } as const;
  const scale = { domain, nice: false, zero: false };
  const y = {
    field: 'tau',
    type: 'quantitative',
    title: 'Kendall’s τ',
    scale,
    axis: { tickCount: 5 },
  } as const;
  const best = points.find((point) => point.best);
  return {
    title: {
      text: inLines([label.name, ...label.details]),
      subtitle: best ? `best: ${best.text.replace(':', ',')}` : 'no best radius',
      frame: 'group',
    },
    width: 300,
    height: 130,
    data: { values: points.map((point) => ({ ...point })) },
    layer: [
      ...(domain[0] < 0 && domain[1] > 0 ? [zeroRule] : []),
      {
        mark: { type: 'area', color: plainColor, opacity: 0.2, aria: false },
        transform: [{ filter: 'isValid(datum.low)' }],
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      { mark: { type: 'line', color: plainColor, strokeWidth: 1.6, aria: false }, encoding: { x, y } },
      {
        mark: { type: 'point', filled: true, color: plainColor, size: 26, opacity: 1 },
        encoding: { x, y, description: { field: 'text' }, tooltip: { field: 'text' } },
      },
      {
        mark: { type: 'point', filled: false, color: plainColor, size: 110, strokeWidth: 1.6, aria: false },
        transform: [{ filter: 'datum.best' }],
        encoding: { x, y },
      },
    ],
  };
}

const zeroRule = {
  data: { values: [{}] },
  mark: { type: 'rule' as const, strokeDash: [3, 3], color: '#8a8a8a', aria: false },
  encoding: { y: { datum: 0 } },
};
