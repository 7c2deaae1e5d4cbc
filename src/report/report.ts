import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { makeFolder } from '../makeFolder.ts';
import { replaceFile } from '../replaceFile.ts';
import { UserError } from '../userError.ts';
import { answer } from './answer.ts';
import { measureCertificates } from './certificates.ts';
import { convergenceFigure } from './convergence/figure.ts';
import { sampleNeeds } from './convergence/sampleNeeds.ts';
import { layerFigure, layersOf } from './layerFigure.ts';
import { noiseText } from './noise.ts';
import { type PageFigure, page } from './page.ts';
import { rankFigure } from './rankFigure.ts';
import { rankTable } from './rankTable.ts';
import { renderSvg } from './render.ts';
import { drawScatter, scatterPanels } from './scatter.ts';
import type { OutputTables } from './table/index.ts';
import { removeFigure, writeFigure } from './writeFigure.ts';

export interface ReportContent extends OutputTables {
  /** How it was measured: shown as it is, nested objects as `plan.eta`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The hyperparameter that colors the points; default: the first that varies. */
  readonly color?: string | undefined;
}

/** Draws a figure with so many panels in a row; by default as many as suit a file of its own. */
type Draw = (columns?: number) => TopLevelSpec;

/** The figures that stand in the page as well; undefined: there is nothing to draw. */
interface PanelFigures {
  readonly scatter: Draw;
  readonly layers: Draw | undefined;
  readonly convergence: Draw | undefined;
}

function panelFigures(content: ReportContent): PanelFigures {
  const { measurements, correlations, convergence } = content;
  const panels = scatterPanels(content);
  return {
    scatter: (columns) => drawScatter(panels, columns),
    layers: layersOf(measurements).length > 0 ? (columns) => layerFigure({ ...content, columns }) : undefined,
    convergence: convergence && ((columns) => convergenceFigure({ convergence, correlations, columns })),
  };
}

/**
 * Writes `report/` into an output folder: `index.html` (one static page that needs nothing else), and each
 * figure as `.svg`, `.png` and `.vl.json` (its Vega-Lite specification).
 * @returns the path of index.html.
 * @throws UserError where no model has the hyperparameter that is to color the points.
 */
export async function writeReport(folder: string, content: ReportContent): Promise<string> {
  requireColor(content);
  const { checkpoints, measurements, correlations, convergence, manifest } = content;
  const table = rankTable(correlations);
  const draw = panelFigures(content);
  const text = page({
    answer: answer(checkpoints, correlations),
    table,
    scatter: await inPage(draw.scatter, 2),
    certificates: measureCertificates(measurements, correlations),
    layers: draw.layers && (await inPage(draw.layers, 4)),
    convergence: convergence &&
      draw.convergence && {
        figure: await inPage(draw.convergence, 2),
        needs: sampleNeeds(convergence, correlations),
      },
    noise: noiseText(measurements),
    manifest,
  });

  const report = join(folder, 'report');
  makeFolder(report);
  const figures = {
    'rank-statistics': rankFigure(table),
    'measure-against-gap': draw.scatter(),
    layers: draw.layers?.(),
    convergence: draw.convergence?.(),
  };
  for (const [name, spec] of Object.entries(figures)) {
    if (spec) await writeFigure(report, name, spec);
    else await removeFigure(report, name);
  }
  const index = join(report, 'index.html');
  replaceFile(index, text);
  return index;
}

/** A figure on the page's own background, `columns` panels in a row where there is room, one where there is not. */
async function inPage(draw: Draw, columns: number): Promise<PageFigure> {
  const render = (inRow: number) => renderSvg({ ...draw(inRow), background: 'transparent' });
  return { wide: await render(columns), narrow: await render(1) };
}

function requireColor({ checkpoints, color }: ReportContent): void {
  if (color === undefined || checkpoints.some((row) => Object.hasOwn(row.hyperparameters, color))) return;
  const known = [...new Set(checkpoints.flatMap((row) => Object.keys(row.hyperparameters)))];
  throw new UserError(
    `no model has a hyperparameter ${JSON.stringify(color)} to color by; there are ${JSON.stringify(known)}`,
  );
}
