import { fileURLToPath } from 'node:url';
import type { TopLevelSpec } from 'vega-lite';
import { markupText } from './markupText.ts';

const pixelRatio = 2;

const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  fileURLToPath(new URL(`./fonts/${file}`, import.meta.url)),
);

/** Draws a Vega-Lite specification: the same SVG for the same specification. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  // loaded when a figure is drawn: they take longer to load than most commands run
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return markupText(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Draws an SVG as PNG at two pixels a unit, on white, with the fonts that come along: the same on any machine. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const image = new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: pixelRatio },
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
    },
  });
  return image.render().asPng();
}

/** A figure as a drawing of lines and as an image. */
export interface RenderedFigure {
  readonly svg: string;
  /** PNG, two pixels a unit, on white. */
  readonly png: Uint8Array;
}

/**
 * Draws a Vega-Lite specification as SVG and as PNG, with the fonts that come along: the same bytes for the same
 * specification.
 */
export async function render(spec: TopLevelSpec): Promise<RenderedFigure> {
  const svg = await renderSvg(spec);
  return { svg, png: await renderPng(svg) };
}
