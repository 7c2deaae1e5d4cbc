/**
 * Text as markup may hold it: in XML, and so in an SVG, there are no control characters but tab and line breaks. Names of
 * folders and values of a table may have any; each is drawn as the mark of a character that cannot be shown.
 */
export function markupText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\uFFFD');
}
