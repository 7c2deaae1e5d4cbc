import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { makeFolder } from '../makeFolder.ts';
import { replaceFile } from '../replaceFile.ts';
import { answerParts } from './answer.ts';
import { attritionFigure } from './attritionFigure.ts';
import { measureCertificates } from './certificates.ts';
import { convergenceFigure } from './convergence/figure.ts';
import { sampleNeeds } from './convergence/sampleNeeds.ts';
import { gateFigure } from './gateFigure.ts';
import { intervalFigure } from './intervalFigure.ts';
import { layerFigure, layersOf } from './layerFigure.ts';
import { noiseText } from './noise.ts';
import type { Html } from './page/html.ts';
import { page } from './page/page.ts';
import { panelsHtml } from './page/panelsHtml.ts';
import { scatterHtml } from './page/scatterHtml.ts';
import { radiusFigure } from './radiusFigure.ts';
import { rankFigure } from './rankFigure.ts';
import { rankTable } from './rankTable.ts';
import { reviewText } from './reviewText.ts';
import { interactiveScatter } from './scatter.ts';
import { scatterData } from './scatterData.ts';
import { correlationsCsv, type OutputTables } from './table/index.ts';
import { removeFigure, writeFigure } from './writeFigure.ts';

export interface ReportContent extends OutputTables {
  /** How it was measured: shown as it is, nested objects as `plan.eta`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The hyperparameter that colors the points; default: the first that varies. */
  readonly color?: string | undefined;
}

/** Figures by the names of their files; undefined: there is nothing to draw. */
type Figures = Readonly<Record<string, TopLevelSpec | undefined>>;

/**
 * Writes `report/` into an output folder: `index.html` (one page that needs nothing else), and each figure as `.svg`, `.png`
 * and `.vl.json` (its Vega-Lite specification).
 * @returns the path of index.html.
 * @throws UserError where no model has the hyperparameter that is to color the points.
 */
export async function writeReport(folder: string, content: ReportContent): Promise<string> {
  const { checkpoints, measurements, correlations, convergence } = content;
  const models = scatterData(content, content.color);
  const hasPoints = models.models.some(({ measures }) => measures.some((value) => value !== null));
  const figures = {
    'rank-statistics': rankFigure(rankTable(correlations)),
    'measure-against-gap': interactiveScatter(models),
    'tau-against-radius': radiusFigure(content),
    intervals: intervalFigure(content),
    attrition: attritionFigure(content),
    'tau-against-gate': gateFigure(content),
    layers: layersOf(measurements).length > 0 ? layerFigure(content) : undefined,
    convergence: convergence && convergenceFigure({ convergence, correlations }),
  };
  const text = page({
    answer: answerParts(checkpoints, correlations),
    table: rankTable(correlations),
    review: reviewText(content),
    scatter: hasPoints ? await scatterHtml(models) : undefined,
    radii: await inPage(figures['tau-against-radius'], 'Curves of τ against the radius'),
    intervals: await inPage(figures.intervals, 'Coefficients with their intervals'),
    attrition: await inPage(figures.attrition, 'Bars of models that enter and that are left out'),
    gates: await inPage(figures['tau-against-gate'], 'Curves of τ against the gate'),
    certificates: measureCertificates(measurements, correlations),
    layers: await inPage(figures.layers && layerFigure(content, { columns: 1 }), 'Bars, a bar a layer'),
    convergence: convergence &&
      figures.convergence && {
        figure: await panelsHtml(figures.convergence, 'Curves against the number of samples'),
        needs: sampleNeeds(convergence, correlations),
      },
    measured: {
      noise: noiseText(measurements),
      manifest: content.manifest,
      coefficients: correlationsCsv(correlations),
      hasModels: hasPoints,
    },
  });
  const report = join(folder, 'report');
  makeFolder(report);
  await writeFigures(report, figures);
  const index = join(report, 'index.html');
  replaceFile(index, text);
  return index;
}

async function inPage(spec: TopLevelSpec | undefined, label: string): Promise<Html | undefined> {
  return spec && panelsHtml(spec, label);
}

async function writeFigures(report: string, figures: Figures): Promise<void> {
  for (const [name, spec] of Object.entries(figures)) {
    if (spec) await writeFigure(report, name, spec);
    else await removeFigure(report, name);
  }
}
