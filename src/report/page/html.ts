import { markupText } from '../markupText.ts';

/** A piece of HTML: safe to put into a page as it is. */
export interface Html {
  readonly markup: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML from a template: every text that is put in is escaped, every piece of HTML stays as it is. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const inserted = values.map((value) => {
    if (typeof value === 'string') return escapeHtml(value);
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
  });
  return { markup: parts.map((part, i) => part + (inserted[i] ?? '')).join('') };
}

/** Markup from a source that escapes for itself: the figures, the style sheet. */
export function trusted(markup: string): Html {
  return { markup };
}

function escapeHtml(text: string): string {
  return markupText(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
