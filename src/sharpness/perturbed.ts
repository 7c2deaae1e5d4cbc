/** A parameter is a bias unless it is named `weight`: batch norm's shift is one, its scale is not. */
export function isBias(name: string): boolean {
  return !/(^|\.)weight$/.test(name);
}

/** The layer that a parameter belongs to: its name without the last part. */
export function layerOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

/** The layers of a network, in the order of its parameters. */
export function layersOf(names: readonly string[]): string[] {
  return [...new Set(names.map(layerOf))];
}

/** Does a pattern, in which `*` stands for any characters, fit the whole name? */
export function fitsPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** A predicate on parameters: does one of the patterns fit its name, and is it of the layer? */
export function perturbs(patterns: readonly string[], layer: string | null): (name: string) => boolean {
  return (name) =>
    (layer === null || layerOf(name) === layer) && patterns.some((pattern) => fitsPattern(name, pattern));
}
