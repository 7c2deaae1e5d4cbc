import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { renderPng, renderSvg } from './render.ts';

/** Writes a figure as `NAME.svg`, `NAME.png` and `NAME.vl.json`, its Vega-Lite specification. */
export async function writeFigure(folder: string, name: string, spec: TopLevelSpec): Promise<void> {
  const svg = await renderSvg(spec);
  await replaceFile(join(folder, `${name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
  await replaceFile(join(folder, `${name}.svg`), svg);
  await replaceFile(join(folder, `${name}.png`), await renderPng(svg));
}

/** Removes a figure that an earlier report had and this one has not. */
export async function removeFigure(folder: string, name: string): Promise<void> {
  for (const format of ['svg', 'png', 'vl.json'])
    await rm(join(folder, `${name}.${format}`), { force: true });
}

/** A reader sees the old file or the new one, never half of one. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
