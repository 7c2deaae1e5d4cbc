import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, distinctColors } from '../../src/report/chartStyle.ts';
import { axis, contour, csvData, decimals, type Frame, joined, ownColor, place, text } from './drawing.ts';
import { TARGET } from './loss.ts';
import type { Run } from './results.ts';
import { ASAM, LEARNING_RATE, type Optimizer, SAM, STARTS, STEPS } from './setting.ts';

const frame: Frame = { w1: [0.12, 0.38], w2: [-0.03, 0.25] };
const pixelsPerUnit = 1900;
const levels = [0.01, 0.02, 0.03];
const optimizers: readonly Optimizer[] = ['SAM', 'ASAM'];
const colors = {
  SAM: distinctColors[0]!,
  ASAM: distinctColors[2]!,
  valley: '#c1121f',
  dead: '#d9d9d9',
  ink: '#262626',
};

const notes: readonly (Record<'w1' | 'w2', number> & { readonly text: string; readonly color: string })[] = [
  { w1: 0.207, w2: 0.056, text: 'w₀ = (0.2, 0.05)', color: colors.ink },
  { w1: 0.305, w2: 0.04, text: 'w₀ = (0.3, 0.033)', color: colors.ink },
  { w1: 0.168, w2: 0.195, text: '(0.2, 0.2)', color: colors.SAM },
  { w1: 0.299, w2: -0.018, text: 'w₀ + ε: SAM never moves', color: colors.SAM },
  { w1: 0.125, w2: 0.02, text: 'SAM is stuck here: its w + ε has w₂ ≤ 0', color: colors.SAM },
  { w1: 0.125, w2: -0.015, text: 'w₂ ≤ 0: L = 0.04, no gradient', color: colors.ink },
];

/** Figure 3 of the paper: trajectories on the contours of the loss. */
export function figure3(trajectories: readonly Run[]): TopLevelSpec {
  const x = axis('w1', frame.w1);
  const y = axis('w2', frame.w2);
  const color = {
    field: 'optimizer',
    type: 'nominal',
    title: null,
    sort: [...optimizers],
    scale: { domain: [...optimizers], range: optimizers.map((name) => colors[name]) },
  } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Trajectories of SAM and ASAM on the contours of |w1 ReLU(w2) - 0.04|.',
    config: chartConfig,
    title: {
      text: 'L(w) = |w₁ ReLU(w₂) − 0.04|',
      subtitle: [
        `SAM: ρ = ${SAM.rho}. ASAM: element-wise, p = 2, ρ = ${ASAM.rho}, η = ${ASAM.eta}.`,
        `Learning rate ${LEARNING_RATE}, ${STEPS} steps; squares: starts, dots: ends.`,
      ],
    },
    width: Math.round((frame.w1[1] - frame.w1[0]) * pixelsPerUnit),
    height: Math.round((frame.w2[1] - frame.w2[0]) * pixelsPerUnit),
    encoding: { x, y },
    layer: [
      {
        data: { values: samDies() },
        mark: { type: 'area', color: colors.SAM, opacity: 0.13, line: false, clip: true },
        encoding: { y2: { field: 'floor' } },
      },
      {
        data: { values: [{ w1: frame.w1[0], right: frame.w1[1], w2: frame.w2[0], top: 0 }] },
        mark: { type: 'rect', color: colors.dead },
        encoding: { x2: { field: 'right' }, y2: { field: 'top' } },
      },
      {
        data: csvData(levels.flatMap((level) => contour(level, frame))),
        mark: { type: 'line', color: '#b5b5b5', strokeWidth: 0.8 },
        encoding: joined,
      },
      {
        data: csvData(trajectories.flatMap(steps)),
        mark: { type: 'line', strokeWidth: 1.2, strokeJoin: 'round' },
        encoding: { ...joined, color },
      },
      {
        data: csvData(contour(0, frame)),
        mark: { type: 'line', color: colors.valley, strokeWidth: 1.6 },
        encoding: joined,
      },
      {
        data: { values: lostPerturbations(trajectories) },
        mark: { type: 'rule', color: colors.SAM, strokeDash: [4, 3], strokeWidth: 1.2 },
        encoding: { x2: { field: 'to1' }, y2: { field: 'to2' } },
      },
      {
        data: { values: lostPerturbations(trajectories) },
        mark: {
          type: 'point',
          shape: 'cross',
          angle: 45,
          filled: true,
          size: 60,
          color: colors.SAM,
          opacity: 1,
        },
        encoding: { x: { ...x, field: 'to1' }, y: { ...y, field: 'to2' } },
      },
      {
        data: {
          values: trajectories.map(({ optimizer, iterates }) => ({
            optimizer,
            ...place(iterates.at(-1)!.w),
          })),
        },
        mark: { type: 'point', filled: true, size: 64, opacity: 1, stroke: 'white', strokeWidth: 1 },
        encoding: { color },
      },
      {
        data: { values: STARTS.map(place) },
        mark: { type: 'point', filled: true, shape: 'square', size: 46, color: colors.ink, opacity: 1 },
      },
      {
        data: { values: contourLabels() },
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 10 },
        encoding: { text, color: ownColor },
      },
      {
        data: { values: notes },
        mark: { type: 'text', align: 'left', fontSize: 10.5 },
        encoding: { text, color: ownColor },
      },
    ],
  };
}

/** Steps of ascent that reach the half-plane without a gradient. */
function lostPerturbations(trajectories: readonly Run[]): Record<string, number>[] {
  return trajectories
    .flatMap(({ iterates }) => iterates)
    .filter(({ perturbed }) => perturbed[1] <= 0)
    .map(({ w, perturbed: [to1, to2] }) => ({ ...place(w), to1: decimals(to1), to2: decimals(to2) }));
}

function steps({ optimizer, start, iterates }: Run) {
  const line = `from ${start.join(' ')}`;
  return iterates.map(({ step, w }) => ({ optimizer, line, order: step, ...place(w) }));
}

/**
 * Where SAM's w + epsilon has w2 <= 0: below the valley epsilon_2 = -rho w1 / ||w||, so where w2 ||w|| <= rho w1,
 * a quadratic equation in w2^2.
 */
function samDies(): { w1: number; w2: number; floor: number }[] {
  return Array.from({ length: 41 }, (_, k) => {
    const w1 = frame.w1[0] + (k / 40) * (frame.w1[1] - frame.w1[0]);
    const w2 = Math.sqrt((Math.sqrt(w1 ** 4 + 4 * (SAM.rho * w1) ** 2) - w1 ** 2) / 2);
    return { ...place([w1, w2]), floor: 0 };
  });
}

function contourLabels(): { w1: number; w2: number; text: string; color: string }[] {
  const w1 = frame.w1[1];
  const label = (product: number, content: string, color: string) => ({
    ...place([w1, product / w1]),
    text: content,
    color,
  });
  return [
    label(TARGET, 'L = 0: minimizers', colors.valley),
    ...levels.flatMap((level) =>
      [TARGET - level, TARGET + level].map((product) => label(product, `L = ${level}`, '#6b6b6b')),
    ),
  ];
}
