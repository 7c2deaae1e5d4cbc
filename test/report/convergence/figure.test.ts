import { expect, test } from 'vitest';
import { convergenceFigure } from '../../../src/report/convergence/figure.ts';
import { measurement } from '../measurement.ts';

interface Drawn {
  readonly concat: readonly {
    readonly title: { readonly text: string };
    readonly data: { readonly values: readonly object[] };
    readonly layer: readonly { readonly mark: { readonly type: string } }[];
  }[];
}
const drawn = (rows: Parameters<typeof convergenceFigure>[0]['convergence']) =>
  convergenceFigure({ convergence: rows, correlations: [] }) as unknown as Drawn;

const stages = [64, 128].flatMap((samples) =>
  [8, 32].map((m) =>
    measurement({ checkpoint: 'a', m, samples, value: 2, standard_error: 64 / samples / m }),
  ),
);

test('of one checkpoint: the value within its standard error, a color an m', () => {
  const { concat } = drawn(stages);
  expect(concat).toHaveLength(1);
  expect(concat[0]!.title.text).toBe('sharpness, p = 2');
  expect(concat[0]!.data.values).toEqual([
    { samples: 64, middle: 2, low: 1.875, high: 2.125, color: 8 },
    { samples: 128, middle: 2, low: 1.9375, high: 2.0625, color: 8 },
    { samples: 64, middle: 2, low: 1.96875, high: 2.03125, color: 32 },
    { samples: 128, middle: 2, low: 1.984375, high: 2.015625, color: 32 },
  ]);
});

test('of several: the error as a share of the value, median and quartiles', () => {
  const shares = [0.01, 0.02, 0.04, 0.08, 0.16];
  const rows = shares.map((share, k) =>
    measurement({ checkpoint: `${k}`, samples: 64, value: -4, standard_error: 4 * share }),
  );
  const [panel] = drawn(rows).concat;
  expect(panel!.data.values).toEqual([{ samples: 64, middle: 0.04, low: 0.02, high: 0.08, color: 8 }]);
  // a line across at 5 %, which is among them, and none at 10 %
  expect(JSON.stringify(panel!.layer)).toContain('{"target":0.05}');
  expect(JSON.stringify(panel!.layer)).not.toContain('{"target":0.1}');
});
