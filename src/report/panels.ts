import type { TopLevelSpec } from 'vega-lite';
import { chartConfig } from './chartStyle.ts';

/** A specification of several drawings. */
export type ConcatSpec = Extract<TopLevelSpec, { readonly concat: unknown }>;

/** One of several drawings side by side. */
export type Panel = ConcatSpec['concat'][number];

const $schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Panels side by side as one Vega-Lite specification, `columns` of them in a row. */
export function sideBySide(description: string, panels: readonly Panel[], columns: number): ConcatSpec {
  return {
    $schema,
    description,
    config: chartConfig,
    columns,
    bounds: 'flush',
    spacing: { row: 110, column: 84 },
    resolve: { scale: { x: 'independent', y: 'independent' } },
    concat: [...panels],
  };
}

/** The width of a panel that stands by itself, with its axes: then its text is as large as it says. */
const panelWidth = 360;

/** Each panel by itself, on the background that it stands on. */
export function singly(spec: ConcatSpec): readonly TopLevelSpec[] {
  return spec.concat.map((panel) => ({
    ...panel,
    $schema,
    config: { ...spec.config, padding: { left: 2, right: 10, top: 4, bottom: 2 } },
    background: 'transparent',
    width: panelWidth,
    autosize: { type: 'fit-x', contains: 'padding' },
    ...(spec.data && { data: spec.data }),
  })) as readonly TopLevelSpec[];
}

/** Words set in lines of about so many letters: words with a comma between them stay whole. */
export function inLines(words: readonly string[], letters = 46): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > letters) lines.push(word);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines;
}
