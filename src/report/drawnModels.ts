/** More points than these hide each other, and make a page slow. */
const mostPoints = 2000;

/**
 * Which of many models are drawn: all of a few thousand, else as many as a scatter plot can show. The choice is as good as
 * random, but the same every time, whatever the order and whatever is measured: it goes by the names.
 */
export function drawnModels(checkpoints: readonly string[]): ReadonlySet<string> {
  if (checkpoints.length <= mostPoints) return new Set(checkpoints);
  const hashed = checkpoints.map((checkpoint) => ({ checkpoint, hash: hashOf(checkpoint) }));
  hashed.sort((a, b) => a.hash - b.hash || (a.checkpoint < b.checkpoint ? -1 : 1));
  return new Set(hashed.slice(0, mostPoints).map(({ checkpoint }) => checkpoint));
}

/** FNV-1a of the text's UTF-16 units, in 32 bits, with its bits mixed once more: names differ in few places. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
