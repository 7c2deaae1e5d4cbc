import { formatNumber } from '../measureLabel.ts';
import { type Html, html } from './html.ts';

/** A record as a list of terms; nested objects become terms with dots: `plan.eta`. */
export function definitions(record: Readonly<Record<string, unknown>>): Html {
  const entries = flatten(record, '').map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>\n`,
  );
  return html`<dl>\n${entries}</dl>`;
}

function flatten(value: Readonly<Record<string, unknown>>, prefix: string): [term: string, text: string][] {
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    if (item === undefined) return [];
    if (isRecord(item)) return flatten(item, `${prefix}${key}.`);
    return [[prefix + key, plainText(item)]];
  });
}

function plainText(item: unknown): string {
  if (Array.isArray(item))
    return item.map((each) => (isRecord(each) ? inline(each) : plainText(each))).join(', ');
  if (typeof item === 'number') return formatNumber(item);
  return item === null ? '–' : String(item);
}

function inline(record: Readonly<Record<string, unknown>>): string {
  return `(${flatten(record, '')
    .map(([term, text]) => `${term} ${text}`)
    .join(', ')})`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
