import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, distinctColors } from '../../src/report/chartStyle.ts';
import type { Outcomes } from '../trainings/runAnalysis.ts';
import { bySeed } from '../trainings/summary.ts';
import { NETWORK_TITLE, REFERENCE, VARIANTS } from './cases.ts';
import { type Curve, curvesOf, referenceOf } from './curves.ts';

const TICKS = [5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 2];
const DOMAIN = [4e-4, 2.5];
const COLORS = distinctColors.slice(0, VARIANTS.length);
const SGD_COLOR = '#6b6b6b';

/** Figure 4: the radius against the maximum test accuracy; lines through means, a dot a run, SGD as a dashed line. */
export function figure(outcomes: Outcomes): TopLevelSpec {
  const curves = curvesOf(outcomes);
  const color = {
    field: 'variant',
    type: 'nominal',
    title: null,
    scale: { domain: VARIANTS.map(({ title }) => title), range: COLORS },
    legend: { columns: 2, labelLimit: 0 },
  } as const;
  const x = {
    field: 'rho',
    type: 'quantitative',
    title: 'ρ',
    scale: { type: 'log', nice: false, domain: DOMAIN },
    axis: { grid: false, format: '~g', values: TICKS, labelOverlap: false },
  } as const;
  const y = (field: string) =>
    ({ field, type: 'quantitative', title: 'maximum test accuracy (%)', scale: { zero: false } }) as const;
  const reference = referenceOf(outcomes).best.mean;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'The radius of four kinds of ASAM against the maximum test accuracy.',
    config: chartConfig,
    title: {
      text: 'Radius against maximum test accuracy',
      subtitle: [`${NETWORK_TITLE}. Lines join means, dots are runs.`, 'Dashed: SGD with twice the epochs.'],
    },
    width: 480,
    height: 300,
    layer: [
      ...(reference === null ? [] : referenceLayers(percent(reference))),
      {
        data: { values: curves.flatMap(means) },
        mark: { type: 'line', strokeWidth: 1.6 },
        encoding: { x, y: y('mean'), color },
      },
      {
        data: { values: curves.flatMap((curve) => runs(curve, outcomes)) },
        mark: { type: 'point', filled: true, size: 26, opacity: 0.75 },
        encoding: { x, y: y('accuracy'), color },
      },
    ],
  };
}

type Layers = Extract<TopLevelSpec, { layer: unknown }>['layer'];

/** A line at SGD's accuracy, and its name above the right end. */
function referenceLayers(accuracy: number): Layers {
  const y = { field: 'accuracy', type: 'quantitative' } as const;
  const data = { values: [{ accuracy, name: REFERENCE.toUpperCase() }] };
  return [
    { data, mark: { type: 'rule', strokeDash: [5, 4], color: SGD_COLOR }, encoding: { y } },
    {
      data,
      mark: { type: 'text', x: 'width', align: 'right', dx: -3, dy: -7, color: SGD_COLOR, fontSize: 10.5 },
      encoding: { y, text: { field: 'name', type: 'nominal' } },
    },
  ];
}

function means({ variant: { title }, points }: Curve) {
  return points.flatMap(({ rho, summary }) =>
    summary.best.mean === null ? [] : [{ variant: title, rho, mean: percent(summary.best.mean) }],
  );
}

function runs({ variant: { title }, points }: Curve, outcomes: Outcomes) {
  return points.flatMap(({ rho, name }) =>
    [...bySeed(outcomes.get(name) ?? [], 'best').values()].map((accuracy) => ({
      variant: title,
      rho,
      accuracy: percent(accuracy),
    })),
  );
}

/** To the digits that a figure shows. */
function percent(share: number): number {
  return Number((100 * share).toFixed(3));
}
