/** So many characters of a subtitle are about as wide as a figure. */
const WIDTH = 62;

/** A long text, such as the name of a run folder, in lines: broken after `_`, a space or a slash where there is one. */
export function titleLines(text: string): string[] {
  if (text.length <= WIDTH) return [text];
  const start = text.slice(0, WIDTH);
  const at = Math.max(...['_', ' ', '/'].map((mark) => start.lastIndexOf(mark))) + 1;
  const end = at > 0 ? at : WIDTH;
  return [text.slice(0, end).trimEnd(), ...titleLines(text.slice(end).trimStart())];
}
