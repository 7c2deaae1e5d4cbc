/** A quantile of values in any order, between two of them interpolated linearly; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
