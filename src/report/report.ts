import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { makeFolder } from '../makeFolder.ts';
import { UserError } from '../userError.ts';
import { answer } from './answer.ts';
import { page } from './page.ts';
import { rankFigure } from './rankFigure.ts';
import { rankTable } from './rankTable.ts';
import { renderPng, renderSvg } from './render.ts';
import { scatter } from './scatter.ts';
import type { OutputTables } from './table/index.ts';

export interface ReportContent extends OutputTables {
  /** How it was measured: shown as it is, nested objects as `plan.eta`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The hyperparameter that colors the points; default: the first that varies. */
  readonly color?: string | undefined;
}

/**
 * Writes `report/` into an output folder: `index.html` (one static page that needs nothing else), and each
 * figure as `.svg`, `.png` and `.vl.json` (its Vega-Lite specification).
 * @returns the path of index.html.
 * @throws UserError where no model has the hyperparameter that is to color the points.
 */
export async function writeReport(folder: string, content: ReportContent): Promise<string> {
  requireColor(content);
  const table = rankTable(content.correlations);
  const figures: Readonly<Record<string, TopLevelSpec>> = {
    'rank-statistics': rankFigure(table),
    'measure-against-gap': scatter(content),
  };
  const inPage = (columns: number) =>
    renderSvg({ ...scatter({ ...content, columns }), background: 'transparent' });
  const text = page({
    answer: answer(content.checkpoints, content.correlations),
    table,
    scatter: { wide: await inPage(2), narrow: await inPage(1) },
    manifest: content.manifest,
  });

  const report = join(folder, 'report');
  makeFolder(report);
  for (const [name, spec] of Object.entries(figures)) {
    const svg = await renderSvg(spec);
    await replaceFile(join(report, `${name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
    await replaceFile(join(report, `${name}.svg`), svg);
    await replaceFile(join(report, `${name}.png`), await renderPng(svg));
  }
  const index = join(report, 'index.html');
  await replaceFile(index, text);
  return index;
}

function requireColor({ checkpoints, color }: ReportContent): void {
  if (color === undefined || checkpoints.some((row) => Object.hasOwn(row.hyperparameters, color))) return;
  const known = [...new Set(checkpoints.flatMap((row) => Object.keys(row.hyperparameters)))];
  throw new UserError(
    `no model has a hyperparameter ${JSON.stringify(color)} to color by; there are ${JSON.stringify(known)}`,
  );
}

/** A reader sees the old file or the new one, never half of one. */
async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
