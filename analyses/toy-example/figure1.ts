import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, distinctColors } from '../../src/report/chartStyle.ts';
import { axis, csvData, type Frame, hyperbola, joined, ownColor, place, text } from './drawing.ts';
import { TARGET } from './loss.ts';
import { DEFINITIONS, type Maximization, RADIUS } from './regions.ts';

const frame: Frame = { w1: [0, 4.6], w2: [-0.1, 2] };
const pixelsPerUnit = 118;
const captions = {
  a: '(a) a sphere: ‖ε‖₂ ≤ ρ',
  b: '(b) a cuboid: ‖T⁻¹ε‖∞ ≤ ρ, T = diag(|w₁|, |w₂|)',
  c: '(c) an ellipsoid: ‖T⁻¹ε‖₂ ≤ ρ, T = diag(|w₁|, |w₂|)',
} as const;
const colors = { ink: '#262626', same: distinctColors[0]!, largest: '#c1121f', other: '#b5b5b5' } as const;
const otherLevels = [0.5, 4, 6];
/** Of a boundary, every 60th point is drawn: the corners of a cuboid among them. */
const stride = 60;

const x = axis('w1', frame.w1);
const y = axis('w2', frame.w2);

/** Figure 1 of the paper on the toy example's loss: a panel a definition, the regions around w and w' in each. */
export function figure1(maximizations: readonly Maximization[]): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Three maximization regions around w and around a rescaled w on the contours of the loss.',
    config: chartConfig,
    title: {
      text: 'L(w) = |w₁ ReLU(w₂) − 0.04| around w = (1, 1) and w′ = (3, 1/3)',
      subtitle: `Regions of radius ρ = ${RADIUS}; arrows lead to the largest loss in each; gray: w₂ ≤ 0, where L = 0.04.`,
    },
    spacing: 22,
    vconcat: DEFINITIONS.map(({ key }) => ({
      title: { text: captions[key], fontWeight: 'normal', offset: 4 },
      width: Math.round((frame.w1[1] - frame.w1[0]) * pixelsPerUnit),
      height: Math.round((frame.w2[1] - frame.w2[0]) * pixelsPerUnit),
      encoding: { x, y },
      layer: panel(maximizations.filter(({ definition }) => definition.key === key)),
    })),
  };
}

type Layers = Extract<TopLevelSpec, { layer: unknown }>['layer'];

function panel(both: readonly Maximization[]): Layers {
  const ends = both.map(maximizer);
  const centers = both.map(({ center: { name, at } }) => ({ ...place(at), text: name }));
  const maximum = { type: 'text', fontSize: 10.5, fontWeight: 'bold', color: colors.largest } as const;
  return [
    {
      data: { values: [{ w1: frame.w1[0], right: frame.w1[1], w2: frame.w2[0], top: 0 }] },
      mark: { type: 'rect', color: '#d9d9d9' },
      encoding: { x2: { field: 'right' }, y2: { field: 'top' } },
    },
    {
      data: csvData(both.flatMap(outline)),
      mark: { type: 'line', color: colors.ink, strokeWidth: 1, fill: '#e69f00', fillOpacity: 0.16 },
      encoding: joined,
    },
    ...contourLayers(contours(both)),
    {
      data: { values: ends },
      mark: { type: 'rule', color: colors.ink, strokeWidth: 1.2 },
      encoding: { x2: { field: 'from1' }, y2: { field: 'from2' } },
    },
    {
      data: { values: ends },
      mark: { type: 'point', shape: 'triangle', filled: true, size: 38, color: colors.ink, opacity: 1 },
      encoding: { angle: { field: 'angle', type: 'quantitative', scale: null } },
    },
    {
      data: { values: centers },
      mark: { type: 'point', filled: true, size: 62, color: colors.ink, opacity: 1 },
      encoding: {
        shape: { ...text, scale: { domain: ['w', 'w′'], range: ['circle', 'triangle-up'] }, legend: null },
      },
    },
    {
      data: { values: centers },
      mark: { type: 'text', align: 'right', baseline: 'top', dx: -7, dy: 2, fontSize: 12, color: colors.ink },
      encoding: { text },
    },
    // white outlines first: lines do not cross the text
    ...[{ ...maximum, stroke: 'white', strokeWidth: 4 }, maximum].flatMap((mark) =>
      ends.map((end) => ({
        data: { values: [end] },
        mark: { ...mark, ...labelPlace(end.w1) },
        encoding: { text },
      })),
    ),
  ];
}

interface Contour {
  readonly level: number;
  readonly color: string;
  readonly dash: number[];
  readonly text: string;
}

function contours(both: readonly Maximization[]): Contour[] {
  const [first, second] = both.map(({ maximum }) => maximum.loss.toFixed(3));
  const level = both[0]!.loss;
  const { same, largest, other } = colors;
  const around = (loss: string, whom: string, dash: number[]): Contour => ({
    ...{ level: Number(loss), color: largest, dash },
    text: `L = ${loss}, the largest around ${whom}`,
  });
  return [
    ...otherLevels.map((l) => ({ level: l, color: other, dash: [], text: `L = ${l}` })),
    { level, color: same, dash: [], text: `L = ${level.toFixed(2)}, at w and at w′` },
    ...(first === second
      ? [around(first!, 'both', [])]
      : [around(first!, 'w', []), around(second!, 'w′', [5, 3])]),
  ];
}

/** A line each, and what it is at its right end. */
function contourLayers(lines: readonly Contour[]): Layers {
  const labels = lines.map(({ level, color, text: label }) => ({
    ...place([frame.w1[1], (level + TARGET) / frame.w1[1]]),
    text: label,
    color: color === colors.other ? '#6b6b6b' : color,
  }));
  return [
    ...lines.map(({ level, color, dash }) => ({
      data: csvData(hyperbola(level + TARGET, frame)),
      mark: {
        type: 'line' as const,
        color,
        strokeDash: dash,
        strokeWidth: color === colors.other ? 0.8 : 1.4,
      },
      encoding: joined,
    })),
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', dx: 6, fontSize: 10 },
      encoding: { text, color: ownColor },
    },
  ];
}

function outline({ boundary, center: { name } }: Maximization) {
  return boundary
    .filter((_, k) => k % stride === 0)
    .map((point, order) => ({ line: `around ${name}`, order, ...place(point) }));
}

/** The head of the arrow from the center to the maximum; the angle is clockwise from upward. */
function maximizer({ center: { at }, maximum }: Maximization) {
  const { w1: from1, w2: from2 } = place(at);
  const angle = Math.atan2(maximum.at[0] - at[0], maximum.at[1] - at[1]);
  return {
    ...{ ...place(maximum.at), from1, from2 },
    angle: Math.round((angle * 180) / Math.PI),
    text: `max L = ${maximum.loss.toFixed(3)}`,
  };
}

/** Above the maximizer: to its right, or to its left where labels of contours follow. */
function labelPlace(w1: number) {
  return w1 > 3.5
    ? ({ align: 'right', dx: 8, dy: -17 } as const)
    : ({ align: 'left', dx: 8, dy: -7 } as const);
}
