import { join } from 'node:path';
import type { EngineChoice, Precision } from '../engine/description.ts';
import type { BiasBnPolicy } from '../sharpness/landscape/directions.ts';
import type { BiasPolicy, IterativeAscent, LossName, Normalization, NormOrder } from '../sharpness/types.ts';
import { type Landscape, landscape, type MeasurePlan } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { planOf } from './planOptions.ts';
import { runJob } from './runJob.ts';
import { plural, print, printJson, say } from './say.ts';

/** What the command line of `measure landscape` says. */
export interface LandscapeOptions {
  readonly span: number;
  readonly points: number;
  readonly biasBn: BiasBnPolicy;
  readonly m: number;
  readonly p: NormOrder;
  readonly normalization: Normalization;
  readonly rho?: number | undefined;
  readonly eta: number;
  readonly bias: BiasPolicy;
  readonly ascent: 'one-step' | IterativeAscent['kind'];
  readonly steps: number;
  readonly restarts: number;
  readonly stepSize?: number | undefined;
  readonly momentum: number;
  readonly data: string;
  readonly dataset?: string | undefined;
  readonly samples: number | 'all';
  readonly sampling?: 'first' | 'shuffled' | undefined;
  readonly loss: LossName;
  readonly precision: Precision;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly out: string;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Draws the landscape, shows how far it is, and prints where the loss is highest. */
export async function runLandscape(checkpoint: string, options: LandscapeOptions): Promise<void> {
  const { data, dataset, sampling, out, workers, points, span, biasBn } = options;
  const request = {
    ...{ checkpoint, dataDirectory: data, dataset, out, workers },
    plan: measurePlanOf(options),
    shuffleFolders: sampling === undefined,
    slice: { points, span, biasBn },
  };
  const found = await runJob(options, (hooks) => landscape(request, hooks));
  if (!found) return;
  if (found.belowNoise > 0) {
    say(`warning: float32's noise may decide the sharpness of ${plural(found.belowNoise, 'group')}`);
  }
  if (options.json) printJson(resultDocument(found, out));
  else printResult(found, out);
}

/** The plan of `measure run` for one measure at one radius, in evaluation mode. */
function measurePlanOf(options: LandscapeOptions): MeasurePlan {
  const { m, p, normalization, rho } = options;
  return planOf(
    {
      ...options,
      ...{ m: [m], p: [p], normalization: [normalization], rho: rho === undefined ? 'chosen' : [rho] },
      ...{ bn: 'evaluation', perturb: ['*'], augmentation: 'none', draws: 1, sigma: 'rho' },
    },
    chooseEngine(options.engine, options),
  );
}

/** The document of `--json`; the points are in the tables. */
function resultDocument(found: Landscape, out: string): object {
  const { center, highest, lowest, overflowed, sharpness, belowNoise, droppedExamples, caption } = found;
  const { checkpoint, loss, samples, measure, groups, m } = caption;
  return {
    ...{ checkpoint, loss, samples, center, highest, lowest, overflowed },
    sharpness: { measure, ...sharpness, m, groups, belowNoise, droppedExamples },
    out,
  };
}

function printResult(found: Landscape, out: string): void {
  const { plane, center, highest, lowest, overflowed, sharpness, droppedExamples, caption } = found;
  const at = ({ alpha, beta }: typeof center): string => `α = ${short(alpha)}, β = ${short(beta)}`;
  print(
    `Loss ${short(center.loss)} at the centre; on the plane it is highest at ${at(highest)}: ${short(highest.loss)}, ` +
      `and lowest at ${at(lowest)}: ${short(lowest.loss)}.`,
  );
  if (overflowed > 0) print(`It overflows at ${overflowed} of ${plural(plane.length, 'point')}.`);
  const { measure, groups, m } = caption;
  const error = groups > 1 ? ` ± ${short(sharpness.standardError)}` : '';
  print(
    `On the line, at t = 1: ${measure}: ${short(sharpness.value)}${error} (${plural(groups, 'group')} of m = ${m}).`,
  );
  if (droppedExamples > 0) {
    print(`${plural(droppedExamples, 'example')} made no whole group, and the line is without them.`);
  }
  print(`Figures: ${['plane', 'slices', 'line'].map((name) => join(out, `${name}.svg`)).join(', ')}`);
}

function short(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
