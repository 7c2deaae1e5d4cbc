// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text as markup may hold it: in XML, and so in an SVG, there are no control characters but tab and line breaks, and those
 * that turn the direction of writing would turn what stands around. Names of folders and values of a table may have any;
 * each is drawn as the mark of a character that cannot be shown.
 */
export function markupText(text: string): string {
  return text.replace(control, '\uFFFD').replace(turning, '\uFFFD');
}
