import type { TopLevelSpec } from 'vega-lite';
import type { RobustnessRow } from '../correlation/index.ts';
import { roomyDomain } from './axes.ts';
import { distinctColors } from './chartStyle.ts';
import { formatCoefficient, formatNumber, labelText, measureLabels } from './measureLabel.ts';
import { type Panel, sideBySide } from './panels.ts';
import type { PanelOptions, ReportTable } from './reportTable.ts';

/** τ of a measure over the models that one gate lets in. */
interface GatedTau {
  readonly measure: string;
  readonly gate: string;
  readonly strictness: number;
  readonly tau: number;
  readonly text: string;
}

const dashes = [
  [1, 0],
  [7, 4],
  [2, 3],
  [7, 3, 2, 3],
  [12, 4],
  [4, 2],
];

/** τ of fewer models is mostly luck. */
const FEWEST_MODELS = 10;

/**
 * How τ changes with the gate, as a Vega-Lite specification: a panel for gates of the training accuracy, one for gates of the
 * training loss, stricter ones to the right; of the six measures with the largest τ. Undefined where no table of
 * robustness says it.
 */
export function gateFigure(
  { robustness = [] }: Pick<ReportTable, 'robustness'>,
  { columns = 2 }: PanelOptions = {},
): TopLevelSpec | undefined {
  const taus = gatedTaus(robustness);
  if (taus.length === 0) return undefined;
  const measures = largest(taus);
  const drawn = taus.filter(({ measure }) => measures.includes(measure));
  const domain = roomyDomain(drawn.map(({ tau }) => tau))!;
  const kinds = [
    { title: 'training accuracy above', isIn: ({ gate }: GatedTau) => gate.endsWith('%') },
    { title: 'training loss below', isIn: ({ gate }: GatedTau) => !gate.endsWith('%') },
  ];
  const panels = kinds.flatMap(({ title, isIn }) => {
    const own = drawn.filter(isIn).sort((a, b) => a.strictness - b.strictness);
    return own.length === 0 ? [] : [gatePanel(title, own, { measures, domain })];
  });
  return sideBySide('Kendall’s τ of each measure against the gate.', panels, columns);
}

function gatedTaus(rows: readonly RobustnessRow[]): readonly GatedTau[] {
  const own = rows.filter(
    ({ of, statistic, against, layer }) =>
      of === 'value' && statistic === 'tau' && against.startsWith('gap_') && layer === null,
  );
  const labels = measureLabels(own);
  return own.flatMap(({ value, models, min_train_accuracy, max_train_loss }, k): GatedTau[] => {
    if (value === null || models < FEWEST_MODELS) return [];
    const measure = labelText(labels[k]!);
    const gate = max_train_loss === null ? percent(min_train_accuracy ?? 0) : formatNumber(max_train_loss);
    const strictness = max_train_loss === null ? (min_train_accuracy ?? 0) : -max_train_loss;
    const text = `${measure}: τ = ${formatCoefficient(value)} over ${models} models`;
    return [{ measure, gate, strictness, tau: value, text }];
  });
}

/** As many as there are colors, by the largest τ at any gate. */
function largest(taus: readonly GatedTau[]): readonly string[] {
  const most = new Map<string, number>();
  for (const { measure, tau } of taus) most.set(measure, Math.max(tau, most.get(measure) ?? -1));
  const ranked = [...most.keys()].sort((a, b) => most.get(b)! - most.get(a)!);
  const drawn = new Set(ranked.slice(0, distinctColors.length));
  return [...most.keys()].filter((measure) => drawn.has(measure));
}

interface Scales {
  readonly measures: readonly string[];
  readonly domain: [number, number];
}

function gatePanel(title: string, taus: readonly GatedTau[], { measures, domain }: Scales): Panel {
  const gates = [...new Set(taus.map(({ gate }) => gate))];
  const encoding = {
    x: {
      field: 'gate',
      type: 'ordinal',
      title,
      sort: gates,
      axis: { labelAngle: 0, labelOverlap: false, labelFontSize: 9 },
    },
    y: {
      field: 'tau',
      type: 'quantitative',
      title: 'Kendall’s τ',
      scale: { domain, nice: false, zero: false },
      axis: { tickCount: 5 },
    },
    color: {
      field: 'measure',
      type: 'nominal',
      title: null,
      scale: { domain: [...measures], range: distinctColors.slice(0, measures.length) },
      legend: { columns: 1, labelLimit: 340 },
    },
  } as const;
  return {
    width: 300,
    height: 150,
    data: { values: taus.map((tau) => ({ ...tau })) },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 1.6, aria: false },
        // where lines lie upon each other, the dashes let the other be seen
        encoding: {
          ...encoding,
          strokeDash: { ...encoding.color, scale: { domain: [...measures], range: dashes } },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 26, opacity: 1 },
        encoding: { ...encoding, description: { field: 'text' }, tooltip: { field: 'text' } },
      },
    ],
  };
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(4))} %`;
}
