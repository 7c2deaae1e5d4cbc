import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderPng, renderSvg } from '../../src/report/index.ts';
import type { Ascent } from '../../src/sharpness/types.ts';
import { smallCnn, wideResnet } from '../networks.ts';
import { type ScaleRow, scaleFigure } from '../scaleFigure.ts';
import { costOf, type ScaleCase } from '../scalePoint.ts';

const CNN = smallCnn([28, 28, 1]);
const ASCENTS: readonly Ascent[] = [{ kind: 'one-step' }, { kind: 'apgd', steps: 20, restarts: 1 }];

/** From 1e-4 to 1e-1, evenly on a logarithmic scale. */
function radii(count: number): number[] {
  return Array.from({ length: count }, (_, k) => 10 ** (count === 1 ? -2 : -4 + (3 * k) / (count - 1)));
}

interface Curve {
  readonly axis: ScaleRow['axis'];
  readonly cases: readonly Omit<ScaleCase, 'ascent'>[];
}

const CURVES: readonly Curve[] = [
  {
    axis: 'samples',
    cases: [64, 128, 256, 512, 1000, 2000].map((samples) => ({ model: CNN, samples, radii: radii(1) })),
  },
  {
    axis: 'radii',
    cases: [1, 3, 6, 12, 24, 48].map((count) => ({ model: CNN, samples: 64, radii: radii(count) })),
  },
  {
    axis: 'parameters',
    cases: [1, 2, 4, 6].map((width) => ({
      model: wideResnet(10, width, [28, 28, 1]),
      samples: 24,
      radii: radii(1),
    })),
  },
];

function lineOf({ ascent, axis, samples, radii: count, cost }: ScaleRow): string {
  const { parameters, firstSeconds, seconds, memory } = cost;
  const cells = [samples, count, parameters, firstSeconds.toFixed(1), seconds.toFixed(2), memory.toFixed(0)];
  return [ascent.padEnd(10), axis.padEnd(12), ...cells.map((cell) => String(cell).padStart(12))].join('');
}

const TITLES: string = [
  'ascent'.padEnd(10),
  'curve'.padEnd(12),
  ...['samples', 'radii', 'parameters', 'first, s', 'others, s', 'peak, MiB'].map((title) =>
    title.padStart(12),
  ),
].join('');

function csv(rows: readonly ScaleRow[]): string {
  const lines = rows.map(({ ascent, axis, samples, radii: count, cost }) =>
    [ascent, axis, samples, count, cost.parameters, cost.firstSeconds, cost.seconds, cost.memory].join(','),
  );
  return `${['ascent,curve,samples,radii,parameters,first_seconds,seconds,peak_mebibytes', ...lines].join('\n')}\n`;
}

function beside(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Time and memory of one worker against samples, radii and parameters: a table, scale.csv and scale.png. */
export async function scale(): Promise<void> {
  console.log(TITLES);
  const rows: ScaleRow[] = [];
  for (const { axis, cases } of CURVES) {
    for (const ascent of ASCENTS) {
      for (const one of cases) {
        const cost = await costOf({ ascent, ...one });
        const row: ScaleRow = {
          ascent: ascent.kind,
          axis,
          samples: one.samples,
          radii: one.radii.length,
          cost,
        };
        rows.push(row);
        console.log(lineOf(row));
      }
    }
  }
  writeFileSync(beside('scale.csv'), csv(rows));
  writeFileSync(beside('scale.png'), await renderPng(await renderSvg(scaleFigure(rows))));
}
