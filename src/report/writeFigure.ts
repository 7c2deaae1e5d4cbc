import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { replaceFile } from '../replaceFile.ts';
import { render } from './render.ts';

/** Writes a figure as `NAME.svg`, `NAME.png` and `NAME.vl.json`, its Vega-Lite specification. */
export async function writeFigure(folder: string, name: string, spec: TopLevelSpec): Promise<void> {
  const { svg, png } = await render(spec);
  replaceFile(join(folder, `${name}.vl.json`), `${JSON.stringify(spec, null, 2)}\n`);
  replaceFile(join(folder, `${name}.svg`), svg);
  replaceFile(join(folder, `${name}.png`), png);
}

/** Removes a figure that an earlier report had and this one has not. */
export async function removeFigure(folder: string, name: string): Promise<void> {
  for (const format of ['svg', 'png', 'vl.json'])
    await rm(join(folder, `${name}.${format}`), { force: true });
}
