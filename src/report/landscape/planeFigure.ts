import type { TopLevelSpec } from 'vega-lite';
import { chartConfig } from '../chartStyle.ts';
import { formatNumber } from '../measureLabel.ts';
import { type Band, bandsOf, type Field, fieldOf, isoline } from './contours.ts';
import { levelsOf, spacingOf } from './levels.ts';
import type { LandscapeCaption, LandscapeRows, PlanePoint } from './rows.ts';
import { titleLines } from './titleLines.ts';

/** About how many steps of color a row has, and how many pixels each is wide. */
const STEPS = 200;
const PIXELS = 2;

const ink = '#262626';
const overflow = '#bdbdbd';
const maximizerColor = '#d55e00';

/**
 * The loss on the plane as a Vega-Lite specification: filled between round levels, which are lines too; in the middle
 * the weights, and where the maximizers' projections fall. Gray: the loss overflows.
 */
export function planeFigure(
  { plane, maximizers }: Pick<LandscapeRows, 'plane' | 'maximizers'>,
  caption: LandscapeCaption,
): TopLevelSpec {
  const losses = plane.map(({ loss }) => loss);
  const levels = levelsOf(losses);
  const field = fieldOf(plane, spacingOf(losses));
  const cells = field.at.length - 1;
  const pieces = Math.max(1, Math.round(STEPS / cells));
  const size = cells * pieces * PIXELS;
  const span = field.at.at(-1)!;
  const x = axis('alpha', 'α: along random direction 1 (u), in filter norms', span);
  const y = axis('beta', 'β: along random direction 2 (v), in filter norms', span);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'The loss on a plane of two filter-normalized random directions through the weights.',
    config: chartConfig,
    title: {
      text: 'The loss around the weights',
      subtitle: [
        caption.checkpoint,
        `${caption.loss} of ${caption.samples} training examples; circle: w`,
        ...projectionText(maximizers),
        ...overflowText(plane),
      ].flatMap(titleLines),
    },
    width: size,
    height: size,
    encoding: { x, y },
    layer: [
      {
        data: { values: [{ alpha: -span, beta: -span, right: span, top: span }] },
        mark: { type: 'rect', color: overflow },
        encoding: { x2: { field: 'right' }, y2: { field: 'top' } },
      },
      {
        data: csv(fillOf(bandsOf(field, levels, pieces))),
        mark: { type: 'rect' },
        encoding: { x2: { field: 'alpha2' }, y2: { field: 'beta2' }, color: colorOf(levels, caption) },
      },
      {
        data: csv(linesOf(field, levels)),
        mark: { type: 'line', color: 'white', opacity: 0.55, strokeWidth: 0.8 },
        encoding: {
          detail: { field: 'level', type: 'nominal' },
          order: { field: 'order', type: 'quantitative' },
        },
      },
      {
        data: { values: [{ alpha: 0, beta: 0 }] },
        mark: {
          type: 'point',
          size: 130,
          filled: true,
          color: 'white',
          stroke: ink,
          strokeWidth: 1.5,
          opacity: 1,
        },
      },
      {
        data: csv(maximizers.map(({ alpha, beta }) => ({ alpha: short(alpha), beta: short(beta) }))),
        mark: { type: 'point', size: 12, filled: true, color: maximizerColor, opacity: 1, clip: true },
      },
    ],
  };
}

function axis(field: 'alpha' | 'beta', title: string, span: number) {
  return {
    field,
    type: 'quantitative' as const,
    title,
    scale: { domain: [-span, span], nice: false },
    axis: { grid: false, tickCount: 8, format: '~g' },
  };
}

/** Steps of viridis, a color between two levels; the legend has the largest losses on top. */
function colorOf(levels: readonly number[], { loss }: LandscapeCaption) {
  const bands = [...levels.keys(), levels.length];
  const labels = bands.map((band) => rangeText(levels[band - 1], levels[band]));
  return {
    field: 'band',
    type: 'ordinal' as const,
    title: ['training loss', `(${loss})`],
    sort: bands,
    scale: { domain: bands, scheme: { name: 'viridis' as const, count: Math.max(2, bands.length) } },
    legend: {
      orient: 'right' as const,
      direction: 'vertical' as const,
      titleOrient: 'top' as const,
      titleAnchor: 'start' as const,
      titleLimit: 300,
      values: bands.toReversed(),
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      symbolType: 'square',
      symbolSize: 190,
      symbolStrokeWidth: 0,
    },
  };
}

/** What lies between two levels, of which one may be missing: `0.1 to 0.3`. */
function rangeText(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return to === undefined ? 'all alike' : `below ${formatNumber(to)}`;
  return to === undefined ? `${formatNumber(from)} and more` : `${formatNumber(from)} to ${formatNumber(to)}`;
}

/** The rectangles of the fill. */
function fillOf(bands: readonly Band[]): Row[] {
  return bands.map(({ alpha, alpha2, beta, beta2, band }) => ({
    ...{ alpha: short(alpha), alpha2: short(alpha2), beta: short(beta), beta2: short(beta2), band },
  }));
}

/** The points of all isolines in order; an empty one ends each piece. */
function linesOf(field: Field, levels: readonly number[]): Row[] {
  return levels
    .flatMap((level, k) =>
      isoline(field, level).flatMap((piece): Row[] => [
        ...piece.map(({ alpha, beta }) => ({ alpha: short(alpha), beta: short(beta), level: k })),
        { alpha: null, beta: null, level: k },
      ]),
    )
    .map((place, order) => ({ ...place, order }));
}

function projectionText(maximizers: LandscapeRows['maximizers']): string[] {
  if (maximizers.length === 0) return [];
  const most = maximizers.reduce((high, { share }) => Math.max(high, share), 0);
  const [whose, share] =
    maximizers.length === 1
      ? ['the maximizer', percent(most)]
      : [`${maximizers.length} maximizers`, `at most ${percent(most)}`];
  return [`orange: ${whose}, projected (${share} of ‖ε‖)`];
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

function overflowText(plane: readonly PlanePoint[]): string[] {
  const lost = plane.filter(({ loss }) => !Number.isFinite(loss)).length;
  return lost === 0 ? [] : [`gray: around ${lost} of ${plane.length} points, where the loss overflows`];
}

/** Finer than a figure shows. */
function short(value: number): number {
  return Number(value.toPrecision(5));
}

type Row = Readonly<Record<string, number | null>>;

/** Rows as inline CSV, which is far shorter than JSON. */
function csv(rows: readonly Row[]) {
  const names = Object.keys(rows[0] ?? { alpha: 0, beta: 0 });
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','));
  return {
    values: [names.join(','), ...lines].join('\n'),
    format: {
      type: 'csv' as const,
      parse: Object.fromEntries(names.map((name) => [name, 'number' as const])),
    },
  };
}
