import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { lineFigure } from '../../../src/report/landscape/lineFigure.ts';
import { planeFigure } from '../../../src/report/landscape/planeFigure.ts';
import type { LandscapeCaption, MaximizerRow, PlanePoint } from '../../../src/report/landscape/rows.ts';
import { sliceFigure } from '../../../src/report/landscape/sliceFigure.ts';
import { renderSvg } from '../../../src/report/render.ts';

const caption: LandscapeCaption = {
  ...{ checkpoint: 'learningRate=0.1_weightDecay=0.0005_batchSize=128_dropoutRate=0.25_seed=0' },
  ...{ loss: 'cross-entropy', samples: 64, measure: 'sharpness, p = 2, ρ = 0.1' },
  ...{ value: 0.25, groups: 2, m: 32 },
};
const at = [-1, -0.5, 0, 0.5, 1];
const maximizer: MaximizerRow = {
  ...{ group: 0, first_example: 0, value: 0.3, alpha: 0.01, beta: -0.02, share: 0.031 },
};

function planeOf(loss: (alpha: number, beta: number) => number): PlanePoint[] {
  return at.flatMap((beta) => at.map((alpha) => ({ alpha, beta, loss: loss(alpha, beta) })));
}

const bowl = planeOf((alpha, beta) => 0.01 + alpha ** 2 + beta ** 2);
const broken = planeOf((alpha) => (alpha === 1 ? Number.POSITIVE_INFINITY : 2 - alpha));

/** The texts of a figure, in the order of drawing. */
async function textsOf(figure: Parameters<typeof renderSvg>[0]): Promise<string[]> {
  const svg = await renderSvg(figure);
  return [...svg.matchAll(/>([^<>]+)<\/(?:text|tspan)>/g)].map(([, text]) => text!);
}

let warned: MockInstance;
beforeEach(() => {
  warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  expect(warned).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe('the figure of the plane', () => {
  test('has a color for all losses between two levels, the largest on top', async () => {
    const texts = await textsOf(planeFigure({ plane: bowl, maximizers: [] }, caption));
    const labels = texts.filter((text) => / to |below|and more/.test(text));
    expect(labels).toEqual([
      ...['2 and more', '1 to 2', '0.5 to 1', '0.2 to 0.5', '0.1 to 0.2', '0.05 to 0.1', '0.02 to 0.05'],
      'below 0.02',
    ]);
    expect(texts).toContain('α: along random direction 1 (u), in filter norms');
    expect(texts.join('\n')).not.toMatch(/orange|gray/);
  });

  test('says how much of the maximizers it shows, and where the loss overflows', async () => {
    const one = await textsOf(planeFigure({ plane: broken, maximizers: [maximizer] }, caption));
    expect(one).toContain('orange: the maximizer, projected (3.1 % of ‖ε‖)');
    expect(one).toContain('gray: around 5 of 25 points, where the loss overflows');
    const maximizers = [maximizer, { ...maximizer, share: 0.5 }];
    const two = await textsOf(planeFigure({ plane: bowl, maximizers }, caption));
    expect(two).toContain('orange: 2 maximizers, projected (at most 50 % of ‖ε‖)');
  });

  test('breaks a long name', async () => {
    const texts = await textsOf(planeFigure({ plane: bowl, maximizers: [] }, caption));
    const start = texts.findIndex((text) => text.startsWith('learningRate'));
    expect(texts.slice(start, start + 2).join('')).toBe(caption.checkpoint);
  });

  test('is drawn where all losses are alike, or none is finite', async () => {
    for (const loss of [2, Number.POSITIVE_INFINITY]) {
      const texts = await textsOf(planeFigure({ plane: planeOf(() => loss), maximizers: [] }, caption));
      expect(texts).toContain('all alike');
    }
  });
});

test('the figure of the slices has a line for each direction', async () => {
  for (const plane of [bowl, broken]) {
    const texts = await textsOf(sliceFigure(plane, caption));
    expect(texts).toEqual(expect.arrayContaining(['direction 1 (u)', 'direction 2 (v)']));
  }
});

test('the figure of the line marks the maximizer where it has a value', async () => {
  const line = [-2, 0, 1, 2].map((t) => ({ t, rise: t / 4, standard_error: 0.01, loss: 1 + t / 4 }));
  const texts = await textsOf(lineFigure(line, caption));
  expect(texts).toEqual(
    expect.arrayContaining(['0.25 at t = 1', 'mean over 2 groups of 32, each with its own ε']),
  );
  const none = await textsOf(lineFigure(line, { ...caption, value: Number.NaN, groups: 1 }));
  expect(none.join('\n')).not.toContain('at t = 1');
  expect(none).toContain('32 training examples');
});
